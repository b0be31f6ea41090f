import { z } from "zod";
import { text, word } from "./test-words.ts";

const returnsSchema = z.json().meta({ description: "What the call gives back." });

const failsSchema = z
  .union([
    word,
    z.strictObject({
      kind: word.meta({ description: "What `error.kind` is: `unknown`, or any other word." }),
      message: text.optional().meta({ description: "What `error.message` is." }),
    }),
  ])
  .meta({
    description: "The call fails: what `error.kind` is, or { kind, message }.",
    examples: ["http_503", { kind: "unknown", message: "no answer" }],
  });

const delaySchema = z
  .string()
  .optional()
  .meta({
    description: "How long the call takes; the clock of the test moves by it.",
    examples: ["3s"],
  });

/** One answer of what stands in for an action or a provider. */
const answerSchema = z.union([
  z.strictObject({ returns: returnsSchema, delay: delaySchema }),
  z.strictObject({ fails: failsSchema, delay: delaySchema }),
]);

/** Name of an action or provider → its answers. */
export const mocksSchema = z
  .record(
    z.string(),
    z.union([z.array(answerSchema).min(1).max(100), answerSchema]).meta({
      description: "One answer for every call, or a list: one answer a call, in order.",
    }),
  )
  .meta({
    description: "What actions and AI providers answer: nothing of theirs is called in a test.",
    examples: [{ "http.post": [{ fails: "http_503" }, { returns: { number: "K-17" } }] }],
  });

/** Name → what was asked of it, in this test so far. */
export const ranSchema = z
  .record(
    z.string(),
    z.union([
      z.int().min(0).max(1_000),
      z.array(z.record(z.string(), z.json())).max(100),
      z.record(z.string(), z.json()),
    ]),
  )
  .meta({
    description:
      "Calls of actions and providers so far: a part of the last one's input, a list with a part of each, or their number.",
    examples: [{ "http.post": { body: { cups: 2 } } }, { "http.post": 0 }],
  });

export type WrittenMocks = z.output<typeof mocksSchema>;
export type WrittenAnswer = z.output<typeof answerSchema>;
