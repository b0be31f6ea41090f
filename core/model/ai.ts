import { z } from "zod";
import { jsonSchema } from "#core/lib/json.ts";

/**
 * What a flow asks of the AI: the input of an activity of the port `ai`, whole JSON. The flow says
 * what it wants; which provider answers, in which words it is asked and what that may cost is the
 * host's. The activity's `name` is the step's `id`.
 */
export const aiAskSchema = z.object({
  /**
   * `answer`: text for a person, or JSON if there is a `schema`; `extract`: a slot's value out of
   * one text; `route`: which of `choices` a message means, or none.
   */
  task: z.enum(["answer", "extract", "route"]),
  /** Names under `providers:` of bot.yaml, in the order in which they are tried; empty: `ai.default`. */
  providers: z.array(z.string()).readonly(),
  /** The author's instructions. */
  system: z.string().optional(),
  /** What the answer may be about; undefined: `ai.scope` of bot.yaml. */
  scope: z.string().optional(),
  /** What the person said or the author asks now. */
  prompt: z.string(),
  /** Hashes of kept files that go along as pictures. */
  images: z.array(z.string()).readonly().optional(),
  /** Values that the model may use and must not obey, each with its label. */
  data: z
    .array(z.object({ label: z.string(), text: z.string() }))
    .readonly()
    .optional(),
  /** Greatest number of earlier messages of the conversation that go along; 0: none. */
  history: z.number(),
  /** Earlier messages count from here on, in milliseconds; undefined: all. */
  historyFrom: z.number().optional(),
  /** Declared actions that the model may call, such as `http.get`. */
  tools: z.array(z.string()).readonly(),
  /** JSON Schema of the answer. */
  schema: jsonSchema.optional(),
  /** For `route`: sentences that say what each choice means, by its key. */
  choices: z.record(z.string(), z.string()).optional(),
  /** Names of knowledge folders that are searched with the prompt. */
  knowledge: z.array(z.string()).readonly().optional(),
  maxTokens: z.number(),
  /** Greatest cost of this one answer, in micro-USD. */
  budgetMicroUsd: z.number().optional(),
  /** BCP 47: the language that the answer has to have. */
  language: z.string(),
});
export type AiAsk = z.infer<typeof aiAskSchema>;

/**
 * The value of an `ai` activity that is done. What went wrong is the activity's failure instead,
 * whose code is one of `aiFailureKinds`, or `budget`, `disabled`, `not_allowed`, `invalid_answer`.
 */
export const aiReplySchema = z.object({
  /** `refused`: outside the scope, or the vendor's or our own filter: `text` is empty. */
  kind: z.enum(["text", "json", "refused"]),
  text: z.string(),
  /** For `json`: fits the schema; for `route`: the key of a choice, or null. */
  value: jsonSchema.optional(),
  /** Why it was refused. */
  reason: z.enum(["scope", "vendor", "moderation"]).optional(),
  provider: z.string(),
  model: z.string(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  costMicroUsd: z.number(),
  /** What the answer rests on; only for those who may see it. */
  citations: z
    .array(z.object({ title: z.string(), url: z.string() }))
    .readonly()
    .optional(),
  /** True if the answer was cut at its greatest length. */
  isCut: z.boolean(),
});
export type AiReply = z.infer<typeof aiReplySchema>;
