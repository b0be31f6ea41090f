import { z } from "zod";
import { jsonSchema } from "#core/lib/json.ts";
import { contactCardSchema } from "./contact-card.ts";

const optionSchema = z.object({
  id: z.string().min(1),
  title: z.string().min(1),
  description: z.string().optional(),
});
export type Option = z.infer<typeof optionSchema>;

/**
 * Where a file to send comes from: a public HTTPS link that the vendor fetches, a handle of the
 * vendor's own, or a kept file of ours by its SHA-256, which the channel uploads.
 */
const mediaSourceSchema = z.union([
  z.strictObject({ link: z.string() }),
  z.strictObject({ id: z.string() }),
  z.strictObject({ sha256: z.string(), mime: z.string() }),
]);
export type MediaSource = z.infer<typeof mediaSourceSchema>;

const mediaKindSchema = z.enum(["image", "video", "audio", "document", "sticker"]);
export type MediaKind = z.infer<typeof mediaKindSchema>;

/** What stands above a body: one line of text, or one file. */
const headerSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), text: z.string() }),
  z.object({
    kind: z.enum(["image", "video", "document"]),
    source: mediaSourceSchema,
    filename: z.string().optional(),
  }),
]);
export type Header = z.infer<typeof headerSchema>;

const common = {
  /** The vendor's id of the message that this one quotes. */
  replyTo: z.string().optional(),
};
const framed = {
  ...common,
  text: z.string(),
  header: headerSchema.optional(),
  footer: z.string().optional(),
};

/** A card of a carousel: a picture or video with a link, or one product. All are of one kind. */
const cardSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("link"),
    media: z.object({ kind: z.enum(["image", "video"]), source: mediaSourceSchema }),
    text: z.string().optional(),
    label: z.string(),
    url: z.string(),
  }),
  z.object({ kind: z.literal("product"), catalog: z.string(), sku: z.string() }),
]);
export type Card = z.infer<typeof cardSchema>;

/** Values of a template's variables: by position, or by name. */
const templateTextsSchema = z.union([
  z.array(z.string()).readonly(),
  z.record(z.string(), z.string()).readonly(),
]);

/** `value` is the payload, the url's ending or the code, by `kind`. */
const templateButtonSchema = z.object({
  kind: z.enum(["quick_reply", "url", "copy_code", "form"]),
  index: z.number(),
  value: z.string(),
});

/**
 * What the bot sends, free of any vendor's shape and already within the channel's declared limits:
 * the flow renders by capabilities, the channel only translates.
 */
export const messageOutSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("text"),
    ...common,
    text: z.string(),
    preview: z.boolean().optional(),
  }),
  z.object({ kind: z.literal("buttons"), ...framed, options: z.array(optionSchema).readonly() }),
  z.object({
    kind: z.literal("list"),
    ...framed,
    /** The label of the button that opens the list. */
    button: z.string(),
    sections: z
      .array(z.object({ title: z.string().optional(), rows: z.array(optionSchema).readonly() }))
      .readonly(),
  }),
  z.object({
    kind: z.literal("media"),
    ...common,
    media: mediaKindSchema,
    source: mediaSourceSchema,
    caption: z.string().optional(),
    /** Shown with a document; its ending decides the icon. */
    filename: z.string().optional(),
    /** A voice note rather than a file. */
    voice: z.boolean().optional(),
  }),
  z.object({
    kind: z.literal("location"),
    ...common,
    latitude: z.number(),
    longitude: z.number(),
    name: z.string().optional(),
    address: z.string().optional(),
  }),
  z.object({
    kind: z.literal("contacts"),
    ...common,
    contacts: z.array(contactCardSchema).min(1).readonly(),
  }),
  z.object({ kind: z.literal("link"), ...framed, label: z.string(), url: z.string() }),
  z.object({
    kind: z.literal("product"),
    ...common,
    text: z.string().optional(),
    footer: z.string().optional(),
    catalog: z.string(),
    sku: z.string(),
  }),
  z.object({
    kind: z.literal("products"),
    ...common,
    /** Stands above the text. */
    title: z.string(),
    text: z.string(),
    footer: z.string().optional(),
    catalog: z.string(),
    sections: z
      .array(z.object({ title: z.string(), skus: z.array(z.string()).readonly() }))
      .readonly(),
  }),
  z.object({
    kind: z.literal("catalog"),
    ...common,
    text: z.string(),
    footer: z.string().optional(),
    thumbnailSku: z.string().optional(),
  }),
  z.object({
    kind: z.literal("form"),
    ...framed,
    /** The vendor's id or name of the form. */
    form: z.union([z.strictObject({ id: z.string() }), z.strictObject({ name: z.string() })]),
    label: z.string(),
    /** Comes back with the answer. */
    token: z.string(),
    isDraft: z.boolean().optional(),
    /** The screen to begin on, with its data; none: the form's own endpoint decides. */
    screen: z.string().optional(),
    data: z.record(z.string(), jsonSchema).readonly().optional(),
  }),
  z.object({ kind: z.literal("request_location"), ...common, text: z.string() }),
  z.object({
    kind: z.literal("request_address"),
    ...common,
    text: z.string(),
    /** ISO 3166 alpha-2, upper case. */
    country: z.string(),
    values: z.record(z.string(), z.string()).readonly().optional(),
  }),
  z.object({ kind: z.literal("request_contact"), ...common, text: z.string() }),
  z.object({
    kind: z.literal("carousel"),
    ...common,
    text: z.string(),
    cards: z.array(cardSchema).readonly(),
  }),
  z.object({
    kind: z.literal("template"),
    name: z.string(),
    language: z.string(),
    body: templateTextsSchema.optional(),
    /** Values of a text header's variable, or the file of a media header. */
    header: z.union([templateTextsSchema, headerSchema]).optional(),
    buttons: z.array(templateButtonSchema).readonly().optional(),
  }),
  z.object({ kind: z.literal("reaction"), target: z.string(), emoji: z.string() }),
]);
export type MessageOut = z.infer<typeof messageOutSchema>;
export type MessageOutKind = MessageOut["kind"];

/**
 * How long an unknown outcome waits for a status, and what happens then. `prompt` is a question
 * that the person is looking at, `reply` any other free-form message, `template` an approved
 * template of a conversation, `campaign` a broadcast, payment or one-time-code template.
 */
const sendClassSchema = z.enum(["prompt", "reply", "template", "campaign"]);
export type SendClass = z.infer<typeof sendClassSchema>;

/** The words of an outgoing message, for transcripts and logs of a simulator. */
export function messageOutText(message: MessageOut): string {
  if (message.kind === "template") return `[${message.name}]`;
  if (message.kind === "reaction") return message.emoji;
  if (message.kind === "media") return message.caption ?? `[${message.media}]`;
  if (message.kind === "location") return message.name ?? "[location]";
  if (message.kind === "contacts") return "[contacts]";
  return message.text ?? `[${message.kind}]`;
}
