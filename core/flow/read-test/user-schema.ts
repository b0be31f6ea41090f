import { z } from "zod";
import { text, word } from "./test-words.ts";

/** A file beside the test, or a small one of the kind that needs no file. */
const fileSchema = (what: string) =>
  z
    .string()
    .min(1)
    .max(512)
    .optional()
    .meta({
      description: `Sends ${what}: a file beside the test, or \`sample\` for a small one that is always there.`,
      examples: ["sample", "receipt.jpg"],
    });

const locationSchema = z.strictObject({
  latitude: z.number().min(-90).max(90).meta({ description: "Degrees, north is above 0." }),
  longitude: z.number().min(-180).max(180).meta({ description: "Degrees, east is above 0." }),
  name: word.optional().meta({ description: "What the place is called." }),
  address: word.optional().meta({ description: "Its address." }),
});

const cardSchema = z.strictObject({
  name: word.meta({ description: "The name on the card." }),
  phone: word.optional().meta({ description: "A phone number, as people write it." }),
  email: word.optional().meta({ description: "A mail address." }),
  company: word.optional().meta({ description: "Where the person works." }),
});

const orderItemSchema = z.strictObject({
  sku: word.meta({ description: "The product, as the catalogue calls it." }),
  quantity: z.number().min(0).default(1).meta({ description: "How many; default: 1." }),
  price: z.number().min(0).default(0).meta({ description: "What one costs; default: 0." }),
  currency: z
    .string()
    .length(3)
    .default("IDR")
    .meta({ description: "ISO 4217, such as IDR, which is the default." }),
});

/**
 * One act of the person. Exactly one key of `userActs` stands in it, beside it only what belongs to
 * that key: `findTestMistakes` looks after both.
 */
const actSchema = z.strictObject({
  text: text.optional().meta({ description: "Writes this; for `reply_to`, `ad` and the like." }),
  reply_to: text.optional().meta({
    description: "Quotes a message of the bot's: `last`, or a part of its text.",
    examples: ["last", "How many cups?"],
  }),
  forwarded: z.boolean().optional().meta({ description: "Whether the text was passed on." }),
  ad: z
    .record(z.string(), z.json())
    .optional()
    .meta({
      description: "The advertisement that brought them here: the fields of `message.ad`.",
      examples: [{ source_id: "120210000000000000", headline: "Kopi gratis" }],
    }),
  choose: word.optional().meta({
    description: "Taps an option of the newest message that has it: its id or its title.",
    examples: ["latte", "Caffè latte"],
  }),
  reaction: z
    .string()
    .max(64)
    .optional()
    .meta({
      description: 'Reacts to the bot\'s last message; "" takes the reaction back.',
      examples: ["👍"],
    }),
  image: fileSchema("a picture"),
  video: fileSchema("a film"),
  audio: fileSchema("a sound"),
  document: fileSchema("a document"),
  sticker: fileSchema("a sticker"),
  caption: text.optional().meta({ description: "The words under a picture, film or document." }),
  filename: word.optional().meta({ description: "What a document is called." }),
  voice: z.boolean().optional().meta({ description: "Whether a sound is a voice note." }),
  location: locationSchema.optional().meta({ description: "Shares a place." }),
  contacts: z
    .array(cardSchema)
    .min(1)
    .max(50)
    .optional()
    .meta({ description: "Shares contacts.", examples: [[{ name: "Budi", phone: "0812 1111" }]] }),
  order: z
    .array(orderItemSchema)
    .min(1)
    .max(100)
    .optional()
    .meta({ description: "Sends a cart.", examples: [[{ sku: "latte", quantity: 2 }]] }),
  form: z
    .record(z.string(), z.json())
    .optional()
    .meta({ description: "Fills in the last form and sends it back.", examples: [{ seats: 4 }] }),
  edit: text.optional().meta({ description: "Changes the words of their last message." }),
  delete: z.literal("last").optional().meta({ description: "Takes their last message back." }),
  share_number: word.optional().meta({
    description: "Answers the last request for their number with this one, digits alone.",
  }),
  new_number: word.optional().meta({
    description: "Gets another number and tells of it; digits alone, with the country's code.",
    examples: ["6281200000009"],
  }),
  call: z.literal(true).optional().meta({ description: "Calls." }),
  open: z.literal(true).optional().meta({ description: "Opens the chat for the first time." }),
  unsupported: word.optional().meta({
    description: "Sends what the network cannot carry, by the network's name of its kind.",
    examples: ["poll"],
  }),
});

/** What may stand beside each act. */
export const userActs: Readonly<Record<string, readonly string[]>> = {
  text: ["reply_to", "forwarded", "ad"],
  choose: [],
  reaction: [],
  image: ["caption"],
  video: ["caption"],
  audio: ["voice"],
  document: ["caption", "filename"],
  sticker: [],
  location: [],
  contacts: [],
  order: [],
  form: [],
  edit: [],
  delete: [],
  share_number: [],
  new_number: [],
  call: [],
  open: [],
  unsupported: [],
};

const oneActSchema = z.union([text, actSchema]);

/** What the person does: text as it stands, one act, or several in quick succession. */
export const userSchema = z
  .union([
    // Not `oneActSchema`: a union in a union hides its keys from what tells mistakes.
    text,
    actSchema,
    z
      .array(oneActSchema)
      .min(2)
      .max(20)
      .meta({ description: "Several acts, a second apart, before the bot has answered." }),
  ])
  .meta({
    title: "What the person does",
    description:
      "A text they write, one act such as { choose: … }, or a list of them in quick succession. Quote numbers.",
    examples: [
      "kopi",
      { choose: "latte" },
      { image: "sample", caption: "Bukti" },
      ["two", "no, three"],
    ],
  });

export type WrittenAct = z.output<typeof actSchema>;
