import { assertNever } from "#core/lib/assert-never.ts";
import type { Json } from "#core/lib/json.ts";
import type { ContactCard } from "#core/model/contact-card.ts";
import type { MediaRef, MessageIn } from "#core/model/message-in.ts";

/** What a message holds beside words, as expressions and slots see it; null for what it has not. */
export interface MessageParts {
  readonly media: Json;
  readonly location: Json;
  readonly contact_card: Json;
  readonly order: Json;
  readonly reaction: Json;
  readonly ad: Json;
  readonly form: Json;
}

/** The values whose types are in `compile/message-types.ts`. */
export function messageParts(message: MessageIn | undefined): MessageParts {
  if (message === undefined) return nothing;
  const parts = { ...nothing, ad: message.ad === undefined ? null : { ...noAd, ...message.ad } };
  switch (message.kind) {
    case "media":
      return { ...parts, media: mediaValue(message.media) };
    case "location":
      return { ...parts, location: locationValue(message) };
    case "contacts":
      return { ...parts, contact_card: cardValue(message.contacts[0]) };
    case "order":
      return { ...parts, order: orderValue(message) };
    case "reaction":
      return { ...parts, reaction: { emoji: message.emoji ?? null, target: message.target } };
    case "form":
      return { ...parts, form: formValue(message) };
    case "text":
    case "choice":
    case "unsupported":
      return parts;
    default:
      return assertNever(message, "messageParts");
  }
}

const nothing: MessageParts = {
  media: null,
  location: null,
  contact_card: null,
  order: null,
  reaction: null,
  ad: null,
  form: null,
};

const noAd = {
  source_id: null,
  source_type: null,
  source_url: null,
  headline: null,
  body: null,
  ctwa_clid: null,
};

function mediaValue({ kind, id, mime, filename, caption, voice, bytes }: MediaRef): Json {
  return {
    kind,
    id,
    mime: mime ?? null,
    filename: filename ?? null,
    caption: caption ?? null,
    voice: voice ?? false,
    bytes: bytes ?? null,
  };
}

function locationValue(place: Extract<MessageIn, { kind: "location" }>): Json {
  const { latitude, longitude, name, address } = place;
  return { latitude, longitude, name: name ?? null, address: address ?? null };
}

function orderValue({ text, catalog, items }: Extract<MessageIn, { kind: "order" }>): Json {
  return { text: text ?? "", catalog: catalog ?? null, items };
}

function formValue({ name, token, answer }: Extract<MessageIn, { kind: "form" }>): Json {
  return { name: name ?? null, token: token ?? null, answer };
}

function cardValue(card: ContactCard | undefined): Json {
  if (card === undefined) return null;
  const { name, phones, emails, org } = card;
  const { formatted, first, last } = name ?? {};
  const parts = [first, last].filter((part) => part !== undefined).join(" ");
  const whole = formatted ?? (parts === "" ? undefined : parts);
  const numbers = (phones ?? []).flatMap(({ phone, waId }) => phone ?? waId ?? []);
  const addresses = (emails ?? []).flatMap(({ email }) => email ?? []);
  return {
    name: whole ?? null,
    phone: numbers[0] ?? null,
    email: addresses[0] ?? null,
    company: org?.company ?? null,
    phones: numbers,
    emails: addresses,
  };
}
