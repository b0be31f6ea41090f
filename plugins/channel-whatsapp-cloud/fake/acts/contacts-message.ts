import type { ContactCard, JsonObject } from "sapa/plugin";

/** Visiting cards that were shared by hand. Source: reference 2.3. */
export function contactsMessage(cards: readonly ContactCard[]): JsonObject {
  return { type: "contacts", contacts: cards.map(toMeta) };
}

function toMeta(card: ContactCard): JsonObject {
  const { name, phones, emails, addresses, urls, org, birthday, origin } = card;
  return {
    ...(name === undefined
      ? {}
      : {
          name: present({
            formatted_name: name.formatted,
            first_name: name.first,
            last_name: name.last,
            middle_name: name.middle,
            prefix: name.prefix,
            suffix: name.suffix,
          }),
        }),
    ...(org === undefined ? {} : { org: present(org) }),
    ...(phones === undefined
      ? {}
      : {
          phones: phones.map(({ phone, waId, type }) => present({ phone, wa_id: waId, type })),
        }),
    ...(emails === undefined ? {} : { emails: emails.map(present) }),
    ...(addresses === undefined
      ? {}
      : {
          addresses: addresses.map(({ countryCode, ...address }) =>
            present({ ...address, country_code: countryCode }),
          ),
        }),
    ...(urls === undefined ? {} : { urls: urls.map(present) }),
    ...(birthday === undefined ? {} : { birthday }),
    origin: origin ?? "other",
    ...(origin === "contact_request" ? {} : { vcard: toVcard(card) }),
  };
}

/** The object without what is absent: Meta leaves keys out. */
function present(object: Readonly<Record<string, string | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

/** Source: RFC 2426, the version that phones share. */
function toVcard({ name, phones }: ContactCard): string {
  return [
    "BEGIN:VCARD",
    "VERSION:3.0",
    `FN:${name?.formatted ?? ""}`,
    ...(phones ?? []).map(({ phone }) => `TEL:${phone ?? ""}`),
    "END:VCARD",
  ].join("\n");
}
