import { jsonSchema } from "sapa/plugin";
import { z } from "zod";

const text = z.string().max(65_536);

const answer = {
  reply: text.optional().describe("The answer. `{text}` in it becomes what the person asked."),
  json: jsonSchema
    .optional()
    .describe(
      "An answer of JSON; the rule is passed over where words, or JSON of another form, are asked.",
    ),
  fault: z
    .enum(["error", "refused", "outside", "hang"])
    .optional()
    .describe(
      "Fails instead: with an error, with the vendor's refusal, by finding that the question is outside of the scope, or never ends until it is aborted.",
    ),
  delay_ms: z
    .int()
    .min(0)
    .max(600_000)
    .optional()
    .describe("Wait before the first word, in milliseconds. Left out: the provider's own."),
};

const hasAnswer = (rule: Record<keyof typeof answer, unknown>) =>
  [rule.reply, rule.json, rule.fault].filter((item) => item !== undefined).length === 1;

const ruleSchema = z
  .strictObject({
    equals: text.optional().describe("Fits the whole question, case and punctuation aside."),
    contains: text.optional().describe("Fits a question with these words in it, likewise."),
    ...answer,
  })
  .refine((rule) => (rule.equals === undefined) !== (rule.contains === undefined), {
    message: "give exactly one of equals and contains",
  })
  .refine(({ reply, json, fault, delay_ms }) => hasAnswer({ reply, json, fault, delay_ms }), {
    message: "give exactly one of reply, json and fault",
  });

export type Rule = z.infer<typeof ruleSchema>;
export type Fault = NonNullable<Rule["fault"]>;

/** Settings of one scripted provider, below its key under `providers:` of bot.yaml. */
export const configSchema = z.strictObject({
  rules: z
    .array(ruleSchema)
    .max(1_000)
    .default([])
    .describe("Tried from top to bottom on the last question; the first that fits answers."),
  otherwise: text
    .default("{text}")
    .describe("The answer where no rule fits. `{text}` becomes the question."),
  heard: z
    .array(text)
    .min(1)
    .max(100)
    .default(["Halo"])
    .describe("What it hears in voice notes, one after the other; then the last again."),
  delay_ms: z
    .int()
    .min(0)
    .max(600_000)
    .default(0)
    .describe("Wait before the first word, in milliseconds."),
  chunk_chars: z
    .int()
    .min(1)
    .max(10_000)
    .default(12)
    .describe("How many characters come at a time."),
  chunk_delay_ms: z
    .int()
    .min(0)
    .max(60_000)
    .default(0)
    .describe("Wait between two pieces, in milliseconds."),
});

export type Config = z.infer<typeof configSchema>;
