import { z } from "zod";
import { budgetSchema, durationSchema, nameSchema, rateSchema } from "./text-schemas.ts";

const pairSchema = z
  .strictObject({
    every: durationSchema.prefault("6s").meta({ description: "One message per contact every…" }),
    burst: z
      .int()
      .min(1)
      .max(1_000)
      .default(10)
      .meta({ description: "Messages that may go at once after a quiet time." }),
  })
  .transform(({ every, burst }) => ({ everyMs: every, burst }));

const accountLimitsSchema = z.strictObject({
  sends: rateSchema.prefault("60/s").meta({ description: "Messages that leave the account." }),
  pair: pairSchema.prefault({}).meta({ description: "Messages from the account to one contact." }),
});

const flowLimitSchema = z.strictObject({
  contact: rateSchema.optional().meta({ description: "Beginnings with one contact." }),
  everybody: rateSchema.optional().meta({ description: "Beginnings with all contacts together." }),
  over: z.enum(["drop", "queue", "handoff"]).default("drop").meta({
    description:
      "What becomes of what is over: refused, told once (drop); begun when it may, within a day (queue); or the conversation is given to a person (handoff).",
  }),
});

const loopsSchema = z
  .strictObject({
    watch: z.boolean().default(true).meta({ description: "False: they are not looked for." }),
    after: z.int().min(4).max(50).default(12).meta({
      description: "Texts in a row after which it is looked whether a person writes them.",
    }),
    pause: durationSchema
      .prefault("15s")
      .meta({ description: "A text that comes after a longer pause begins the row anew." }),
    silent: durationSchema.prefault("30m").meta({
      description:
        "How long there is no answer; START, a tap on a button and /contact resume end it.",
    }),
  })
  .transform(({ watch, after, pause, silent }) =>
    watch ? { after, pauseMs: pause, silentMs: silent } : undefined,
  );

/** `limits` of bot.yaml: how much, how fast, how dear. */
export const limitsSchema = z.strictObject({
  contact: rateSchema.prefault("20/min").meta({
    description: "Messages of one contact that are handled; the rest is refused, told once.",
  }),
  over: z.enum(["drop", "queue", "handoff"]).default("drop").meta({
    description:
      "What becomes of messages over the contact's rate: refused, told once (drop); answered later, up to 32 of them (queue); or the conversation is given to a person (handoff).",
  }),
  flows: z
    .record(z.union([z.literal("*"), nameSchema]), flowLimitSchema)
    .default({})
    .meta({
      description: "How often flows may begin, by their names; `*` is every other flow.",
      examples: [{ otp: { contact: "3/day", everybody: "100/h" } }],
    }),
  loops: loopsSchema.prefault({}).meta({
    description:
      "Two machines that write to each other are noticed, told once, and not answered for a while.",
  }),
  account: accountLimitsSchema.prefault({}).meta({ description: "Pace of what goes out." }),
  budget: z
    .strictObject({
      contact: budgetSchema.optional().meta({ description: "What one contact may cost." }),
      flows: z
        .record(z.union([z.literal("*"), nameSchema]), budgetSchema)
        .default({})
        .meta({
          description: "What each flow may cost, by its name; `*` is every other flow.",
          examples: [{ promo: "2 USD/day", "*": "10 USD/month" }],
        }),
      account: budgetSchema.optional().meta({ description: "What the whole account may cost." }),
    })
    .optional()
    .meta({
      description:
        "Caps on the cost of AI and messages, of a day, a month, or both: `0.50 USD/day and 5 USD/month`.",
    }),
});
