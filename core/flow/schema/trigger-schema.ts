import { z } from "zod";
import { eventNameSchema } from "#core/model/happening.ts";
import { deliverySchema } from "#core/model/status.ts";
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

const sentence = z.string().min(8).max(300);

const intent = z
  .strictObject({
    intent: z.union([sentence, z.array(sentence).min(1).max(20)]).meta({
      description:
        "What the person wants, in one sentence. An AI picks among the intents of all flows, or none of them; it needs `ai.default` in bot.yaml.",
      examples: ["wants to know when the shop is open"],
    }),
    ...common,
  })
  .meta({ description: "A message that means this, in whatever words." });

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
  "outside_hours",
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

const status = z
  .strictObject({
    status: z.union([deliverySchema, z.array(deliverySchema).min(1)]).meta({
      description:
        "What became of a message of the bot: sent, delivered, read, played (a voice note) or failed.",
      examples: ["failed", ["delivered", "read"]],
    }),
    ...common,
  })
  .meta({
    description:
      "A receipt of a message that the bot sent. It does not open the window, and until the person writes only templates may be sent.",
  });

const event = z
  .strictObject({
    event: z.union([eventNameSchema, z.array(eventNameSchema).min(1)]).meta({
      description:
        "The name of an event that your own systems or another flow send; what came along is `event.data`.",
      examples: ["order.shipped"],
    }),
    ...common,
  })
  .meta({ description: "An event by its name. It does not open the window." });

const schedule = z
  .strictObject({
    schedule: word.meta({
      description:
        "When, in the bot's time zone: minute, hour, day of the month, month and weekday, as in crontab.",
      examples: ["0 9 * * mon-fri"],
    }),
    audience: expressionSchema.meta({
      description: "A condition (CEL): the flow starts for everybody for whom it is true.",
      examples: ["'regular' in contact.tags"],
    }),
    ...common,
  })
  .meta({ description: "Moments of a schedule, for an audience. It does not open the window." });

const outsideHours = z
  .strictObject({
    outside_hours: nothing.meta({ description: "Write `outside_hours: {}`." }),
    ...common,
  })
  .meta({ description: "A message outside the opening hours of bot.yaml." });

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
    status,
    event,
    schedule,
    firstContact,
    intent,
    outsideHours,
    fallback,
    z.enum(bareTriggers),
  ])
  .meta({ id: "trigger", description: "What starts the flow." });

export type TriggerInput = z.output<typeof triggerSchema>;
