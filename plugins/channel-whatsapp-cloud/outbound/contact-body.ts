import type { ContactCard, JsonObject } from "sapa/plugin";

/**
 * A visiting card as Meta takes it. The name needs its whole form and one part beside it: what is
 * missing of the two is made from the other. Source: reference 3.2.
 */
export function contactBody(card: ContactCard): JsonObject {
  const { phones = [], emails = [], addresses = [], urls = [], org, birthday } = card;
  return {
    name: nameBody(card.name ?? {}),
    ...list(
      "phones",
      phones.map(({ phone, waId, type }) =>
        known({ phone: phone ?? (waId === undefined ? undefined : `+${waId}`), wa_id: waId, type }),
      ),
    ),
    ...list("emails", emails.map(known)),
    ...list(
      "addresses",
      addresses.map(({ countryCode, ...rest }) => known({ ...rest, country_code: countryCode })),
    ),
    ...list("urls", urls.map(known)),
    ...(org === undefined ? {} : { org: known(org) }),
    ...(birthday === undefined ? {} : { birthday }),
  };
}

/** A card's whole name, from its parts if it is not given; empty if there is none. */
export function formattedName(name: NonNullable<ContactCard["name"]>): string {
  const { prefix, first, middle, last, suffix } = name;
  const parts = [prefix, first, middle, last, suffix];
  return name.formatted ?? parts.filter((part) => part !== undefined && part !== "").join(" ");
}

function nameBody(name: NonNullable<ContactCard["name"]>): JsonObject {
  const formatted = formattedName(name);
  const parts = known({
    first_name: name.first,
    last_name: name.last,
    middle_name: name.middle,
    prefix: name.prefix,
    suffix: name.suffix,
  });
  const hasPart = Object.keys(parts).length > 0;
  return { formatted_name: formatted, ...(hasPart ? parts : { first_name: formatted }) };
}

function list(name: string, items: readonly JsonObject[]): JsonObject {
  return items.length === 0 ? {} : { [name]: items };
}

function known(fields: Readonly<Record<string, string | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
