import { z } from "zod";
import { expressionSchema } from "./expression-schema.ts";

const common = {
  when: expressionSchema.optional().meta({
    description: "A condition (CEL): unless it is true, the trigger does not fire.",
    examples: ["hours.open"],
  }),
  channel: z.string().min(1).optional().meta({
    description: "Only on this channel: an account of bot.yaml, or a kind such as whatsapp.",
  }),
};

/** Kinds of message that a trigger may wait for. */
const messageKinds = [
  "text",
  "image",
  "video",
  "audio",
  "document",
  "sticker",
  "location",
  "contacts",
  "order",
  "form",
] as const;

const word = z.string().min(1);

const message = z
  .strictObject({
    message: z
      .union([
        word,
        z.array(word).min(1),
        z.strictObject({
          matches: word.meta({
            description: "An RE2 pattern, looked for anywhere in the text; case does not count.",
          }),
        }),
        z.strictObject({
          kind: z.enum(messageKinds).meta({ description: "The kind of message." }),
        }),
      ])
      .meta({
        description:
          "Words that start the flow: the whole message, whatever its case and accents; `*` stands for anything. Or a pattern, a kind of message, or `any`.",
        examples: [["coffee", "kopi", "order*"], "any"],
      }),
    ...common,
  })
  .meta({ description: "A message from the person." });

const choice = z
  .strictObject({
    choice: z.union([word, z.array(word).min(1)]).meta({
      description: "The id of a button or list row of any earlier message.",
    }),
    ...common,
  })
  .meta({ description: "A tapped button or list row." });

const nothing = z.union([z.strictObject({}), z.null()]);

const firstContact = z
  .strictObject({
    first_contact: nothing.meta({ description: "Write `first_contact: {}`." }),
    ...common,
  })
  .meta({ description: "The very first message of a person." });

/** Triggers that say all by their name. */
export const bareTriggers = [
  "order",
  "form",
  "ad",
  "number_changed",
  "reaction",
  "first_contact",
  "fallback",
] as const;

const order = z
  .strictObject({ order: nothing.meta({ description: "Write `order: {}`." }), ...common })
  .meta({ description: "A cart of products that the person sent." });

const form = z
  .strictObject({ form: nothing.meta({ description: "Write `form: {}`." }), ...common })
  .meta({ description: "The answer of a form (a WhatsApp Flow or an address)." });

const ad = z
  .strictObject({ ad: nothing.meta({ description: "Write `ad: {}`." }), ...common })
  .meta({ description: "A message that an advertisement brought; which one is `message.ad`." });

const numberChanged = z
  .strictObject({
    number_changed: nothing.meta({ description: "Write `number_changed: {}`." }),
    ...common,
  })
  .meta({ description: "The person's number or id changed. It does not open the window." });

const reaction = z
  .strictObject({
    reaction: z.union([nothing, word, z.array(word).min(1)]).meta({
      description: "`{}` for any emoji put on a message of the bot, or those that count.",
      examples: [["👍", "❤️"]],
    }),
    ...common,
  })
  .meta({ description: "An emoji put on a message. It does not open the window." });

const fallback = z
  .strictObject({ fallback: nothing.meta({ description: "Write `fallback: {}`." }), ...common })
  .meta({ description: "A message that nothing else takes." });

/** A way into the flow. */
export const triggerSchema = z
  .union([
    message,
    choice,
    order,
    form,
    ad,
    numberChanged,
    reaction,
    firstContact,
    fallback,
    z.enum(bareTriggers),
  ])
  .meta({ id: "trigger", description: "What starts the flow." });

export type TriggerInput = z.output<typeof triggerSchema>;
