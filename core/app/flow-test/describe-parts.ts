import { assertNever } from "#core/lib/assert-never.ts";
import type { Json, JsonObject } from "#core/lib/json.ts";
import type { ContactCard } from "#core/model/contact-card.ts";
import type { Card, Header, MediaSource, MessageOut } from "#core/model/message-out.ts";

/**
 * What of a message is more than its words, by the keys of a `bot:` line: `{ image: …, footer: … }`.
 * `quotedText` gives the text of a message of the person's by its vendor's id.
 */
export function describeParts(
  message: MessageOut,
  quotedText: (vendorId: string) => string | undefined,
): JsonObject {
  const quoted = "replyTo" in message ? message.replyTo : undefined;
  const reply = quoted === undefined ? undefined : (quotedText(quoted) ?? "");
  return known({ ...partsOf(message), reply });
}

function partsOf(message: MessageOut): Parts {
  if (isShop(message)) return shopParts(message);
  if (isRequest(message)) return { request: message.kind.replace("request_", "") };
  switch (message.kind) {
    case "text":
      return {};
    case "buttons":
      return frame(message);
    case "list":
      return { ...frame(message), label: message.button };
    case "media": {
      const { media, source, filename, voice } = message;
      return { [media]: sourceText(source), filename, voice };
    }
    case "location": {
      const { latitude, longitude, name, address } = message;
      return { location: known({ latitude, longitude, name, address }) };
    }
    case "contacts":
      return { contacts: message.contacts.map(cardParts) };
    case "link":
      return { ...frame(message), link: message.url, label: message.label };
    case "form": {
      const { form, label, screen, data } = message;
      return { ...frame(message), form: "id" in form ? form.id : form.name, label, screen, data };
    }
    case "carousel":
      return { cards: message.cards.map(carouselParts) };
    case "template":
      return { language: message.language, header: templateHeader(message.header) };
    case "reaction":
      return { react: message.emoji };
    default:
      return assertNever(message, "describeParts");
  }
}

type Shop = Extract<MessageOut, { readonly kind: "product" | "products" | "catalog" }>;
type Request = Extract<
  MessageOut,
  { readonly kind: "request_location" | "request_address" | "request_contact" }
>;
const shopKinds: ReadonlySet<string> = new Set<Shop["kind"]>(["product", "products", "catalog"]);
const requestKinds: ReadonlySet<string> = new Set<Request["kind"]>([
  "request_location",
  "request_address",
  "request_contact",
]);

function isShop(message: MessageOut): message is Shop {
  return shopKinds.has(message.kind);
}

function isRequest(message: MessageOut): message is Request {
  return requestKinds.has(message.kind);
}

type Parts = Readonly<Record<string, Json | undefined>>;

function known(parts: Parts): JsonObject {
  return Object.fromEntries(
    Object.entries(parts).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

function frame({
  header,
  footer,
}: {
  readonly header?: Header | undefined;
  readonly footer?: string | undefined;
}): Parts {
  if (header === undefined) return { footer };
  return { header: header.kind === "text" ? header.text : sourceText(header.source), footer };
}

function shopParts(message: Shop): Parts {
  const { footer } = message;
  if (message.kind === "product") return { product: message.sku, footer };
  if (message.kind === "catalog") return { catalog: message.thumbnailSku ?? "", footer };
  const products = message.sections.flatMap(({ skus }) => skus);
  return { products, header: message.title, footer };
}

function cardParts({ name, phones, emails, org }: ContactCard): JsonObject {
  const parts = [name?.first, name?.middle, name?.last].filter((part) => part !== undefined);
  return known({
    name: name?.formatted ?? parts.join(" "),
    phone: phones?.[0]?.phone ?? phones?.[0]?.waId,
    email: emails?.[0]?.email,
    company: org?.company,
  });
}

function carouselParts(card: Card): JsonObject {
  if (card.kind === "product") return { product: card.sku };
  return known({ text: card.text, label: card.label, url: card.url });
}

type TemplateHeader = Extract<MessageOut, { readonly kind: "template" }>["header"];
type FileHeader = Exclude<Header, { readonly kind: "text" }>;

/** Values of a template's header are a list or a map of texts; a file has a source. */
function isFile(header: TemplateHeader): header is FileHeader {
  return typeof header === "object" && "source" in header && typeof header["source"] === "object";
}

function templateHeader(header: TemplateHeader): string | undefined {
  return isFile(header) ? sourceText(header.source) : undefined;
}

function sourceText(source: MediaSource): string {
  if ("link" in source) return source.link;
  return "id" in source ? source.id : source.sha256;
}
