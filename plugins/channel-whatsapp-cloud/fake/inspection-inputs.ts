import { type AccountAct, jsonSchema, type NetworkAct, toMillis } from "sapa/plugin";
import { z } from "zod";

/** A greatest file in an act, in base64 characters: a little above 100 MB. */
const maxFileChars = 141_000_000;

const digits = z.string().regex(/^\d{5,20}$/);
const line = z.string().min(1).max(200);
const jsonObject = z.record(z.string(), jsonSchema);

export const personSchema = z.strictObject({
  name: line,
  userId: line.exactOptional(),
  phone: digits.exactOptional(),
  username: line.exactOptional(),
  parentUserId: line.exactOptional(),
});

const typed = { type: line.exactOptional() };
const contactSchema = z.strictObject({
  name: z
    .strictObject({
      formatted: line.exactOptional(),
      first: line.exactOptional(),
      last: line.exactOptional(),
    })
    .exactOptional(),
  phones: z
    .array(z.strictObject({ phone: line.exactOptional(), waId: digits.exactOptional(), ...typed }))
    .max(50)
    .exactOptional(),
  emails: z
    .array(z.strictObject({ email: line.exactOptional(), ...typed }))
    .max(50)
    .exactOptional(),
});

const orderItem = z.strictObject({
  sku: line,
  quantity: z.number().positive(),
  price: z.number().min(0),
  currency: z.string().length(3),
});

const words = z.string().min(1).max(65_536);

/** What people do, and what the network tells of one; files are in base64. */
export const networkActSchema: z.ZodType<NetworkAct> = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("text"),
    text: words,
    replyTo: line.exactOptional(),
    forwarded: z.boolean().exactOptional(),
    ad: jsonObject.exactOptional(),
  }),
  z.strictObject({ kind: z.literal("choice"), choice: line }),
  z.strictObject({ kind: z.literal("reaction"), emoji: z.string().max(64) }),
  z.strictObject({
    kind: z.literal("media"),
    media: z.enum(["image", "video", "audio", "document", "sticker"]),
    mime: line,
    content: z.base64().max(maxFileChars).transform(toBytes),
    caption: words.exactOptional(),
    filename: line.exactOptional(),
    voice: z.boolean().exactOptional(),
  }),
  z.strictObject({
    kind: z.literal("location"),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    name: line.exactOptional(),
    address: line.exactOptional(),
  }),
  z.strictObject({ kind: z.literal("form"), answer: jsonObject }),
  z.strictObject({ kind: z.literal("order"), items: z.array(orderItem).min(1).max(1_000) }),
  z.strictObject({ kind: z.literal("vendor"), message: jsonSchema }),
  z.strictObject({
    kind: z.literal("contacts"),
    contacts: z.array(contactSchema).min(1).max(257),
  }),
  z.strictObject({ kind: z.literal("share_number"), phone: digits }),
  z.strictObject({ kind: z.literal("edit"), text: words }),
  z.strictObject({ kind: z.literal("revoke") }),
  z.strictObject({ kind: z.literal("open") }),
  z.strictObject({ kind: z.literal("call") }),
  z.strictObject({ kind: z.literal("call_permission"), isGiven: z.boolean() }),
  z.strictObject({ kind: z.literal("unsupported"), vendorKind: line }),
  z.strictObject({ kind: z.literal("group"), group: line, text: words }),
  z.strictObject({ kind: z.literal("preference"), wants: z.boolean() }),
  z.strictObject({
    kind: z.literal("move"),
    userId: line.exactOptional(),
    phone: digits.exactOptional(),
  }),
  z.strictObject({ kind: z.literal("echo"), text: words }),
  z.strictObject({ kind: z.literal("handover"), owner: z.enum(["bot", "other"]) }),
  z.strictObject({
    kind: z.literal("phone"),
    isOn: z.boolean().exactOptional(),
    isGone: z.boolean().exactOptional(),
    tellsReads: z.boolean().exactOptional(),
  }),
]);

const template = { name: z.string().min(1).max(512), language: z.string().min(2).max(20) };

/** What the network tells about the account. */
export const accountActSchema: z.ZodType<AccountAct> = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("template"),
    ...template,
    decision: z.enum(["approved", "rejected", "paused", "disabled"]),
    reason: line.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal("template_quality"),
    ...template,
    quality: z.enum(["green", "yellow", "red"]),
  }),
  z.strictObject({
    kind: z.literal("restriction"),
    untilAt: z.number().transform(toMillis).exactOptional(),
  }),
  z.strictObject({ kind: z.literal("number_limit"), limit: line }),
  z.strictObject({ kind: z.literal("error"), code: z.int() }),
  z.strictObject({ kind: z.literal("vendor"), field: line, value: jsonObject }),
]);

const rate = z.number().min(0).max(1).exactOptional();
const order = z
  .strictObject({ code: z.int(), count: z.int().min(1).max(1_000_000) })
  .exactOptional();

export const faultsSchema = z.strictObject({
  rateLimited: rate,
  serverError: rate,
  lostAnswer: rate,
  lostRequest: rate,
  duplicateWebhook: rate,
  reorderWebhook: rate,
  lateStatus: rate,
  batchWebhook: rate,
  skippedDelivered: rate,
  refuse: order,
  fail: order,
});

export const templateSchema = z.strictObject({
  ...template,
  category: z.enum(["marketing", "utility", "authentication"]).optional(),
  bodyParameters: z.int().min(0).max(100).optional(),
  buttons: z.array(z.string().min(1).max(25)).max(10).optional(),
  components: z.array(jsonObject).max(20).optional(),
});

function toBytes(text: string): Uint8Array {
  return Buffer.from(text, "base64");
}
