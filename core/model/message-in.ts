import { z } from "zod";
import { assertNever } from "#core/lib/assert-never.ts";
import { jsonSchema } from "#core/lib/json.ts";
import { contactCardSchema } from "./contact-card.ts";

/** Longest text of one inbound message that is kept, in UTF-16 units; longer ones are unparsed. */
export const maxInboundTextChars = 65_536;

const text = z.string().max(maxInboundTextChars);
const short = z.string().max(4_096);

/** A file that the person sent; `id` is the vendor's handle, the bytes are fetched on demand. */
export const mediaRefSchema = z.object({
  kind: z.enum(["image", "video", "audio", "document", "sticker"]),
  id: short,
  url: short.optional(),
  mime: short.optional(),
  sha256: short.optional(),
  /** Where the network tells it, or once the file was fetched. */
  bytes: z.int().nonnegative().optional(),
  caption: text.optional(),
  filename: short.optional(),
  /** True for a voice note recorded in the app. */
  voice: z.boolean().optional(),
  animated: z.boolean().optional(),
});
export type MediaRef = z.infer<typeof mediaRefSchema>;

const common = {
  /** The vendor's message id (a wamid on WhatsApp). */
  id: z.string().min(1).max(1_024),
  /** The vendor's id of the message that this one answers or quotes. */
  replyTo: short.optional(),
  forwarded: z.boolean().optional(),
  /** The advertisement or post that brought the person here, as the vendor told it. */
  ad: z.record(z.string(), jsonSchema).optional(),
};

/**
 * What a person sent, free of any vendor's shape. `choice` is a tapped button, list row or template
 * quick reply: `choice` is the id that we gave it. A reaction without `emoji` takes one back.
 * `unsupported` keeps the vendor's name of the kind; the raw update is kept beside the event.
 */
export const messageInSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("text"),
    ...common,
    text,
    /** The voice note that a machine wrote these words down from: it may have heard wrong. */
    voice: mediaRefSchema.optional(),
  }),
  z.object({
    kind: z.literal("choice"),
    ...common,
    choice: short,
    title: short,
    source: z.enum(["button", "list", "template"]),
  }),
  z.object({ kind: z.literal("media"), ...common, media: mediaRefSchema }),
  z.object({
    kind: z.literal("location"),
    ...common,
    latitude: z.number(),
    longitude: z.number(),
    name: short.optional(),
    address: short.optional(),
    url: short.optional(),
  }),
  z.object({
    kind: z.literal("contacts"),
    ...common,
    contacts: z.array(contactCardSchema).max(257).readonly(),
  }),
  z.object({
    kind: z.literal("order"),
    ...common,
    catalog: short.optional(),
    text: text.optional(),
    items: z
      .array(
        z.object({
          sku: short,
          quantity: z.number(),
          price: z.number(),
          currency: z.string().max(8),
        }),
      )
      .max(1_000),
  }),
  z.object({
    kind: z.literal("form"),
    ...common,
    name: short.optional(),
    token: short.optional(),
    answer: z.record(z.string(), jsonSchema),
  }),
  z.object({
    kind: z.literal("reaction"),
    ...common,
    target: short,
    emoji: z.string().max(64).optional(),
  }),
  /** `quiet`: nothing that the person expects an answer to, such as a permission they gave. */
  z.object({
    kind: z.literal("unsupported"),
    ...common,
    vendorKind: short,
    quiet: z.boolean().optional(),
  }),
]);
export type MessageIn = z.infer<typeof messageInSchema>;

/** True for a voice note that nobody has written down. */
export function isVoiceNote(
  message: MessageIn,
): message is Extract<MessageIn, { readonly kind: "media" }> {
  return message.kind === "media" && message.media.voice === true;
}

/** The words of a voice note in its place. */
export function toSpoken(
  { media, ...message }: Extract<MessageIn, { readonly kind: "media" }>,
  text: string,
): MessageIn {
  return { ...message, kind: "text", text, voice: media };
}

/** The voice note that words were written down from, as it came; undefined for what was typed. */
export function toVoiceNote(message: MessageIn): MessageIn | undefined {
  if (message.kind !== "text" || message.voice === undefined) return undefined;
  const { text: _text, voice: media, ...rest } = message;
  return { ...rest, kind: "media", media };
}

/** Kinds that renew the 24-hour window and may open a turn. Source: Cloud API reference, 2.11. */
export function isConversational(message: MessageIn): boolean {
  return message.kind !== "reaction" && message.kind !== "unsupported";
}

/** The words of a message as a person would read them: text, title of the choice, or caption. */
export function messageText(message: MessageIn): string {
  switch (message.kind) {
    case "text":
      return message.text;
    case "choice":
      return message.title;
    case "media":
      return message.media.caption ?? "";
    case "order":
      return message.text ?? "";
    case "location":
    case "contacts":
    case "form":
    case "reaction":
    case "unsupported":
      return "";
    default:
      return assertNever(message, "messageText");
  }
}
