import { z } from "zod";
import { compileConverse, outlineConverse } from "#core/flow/compile/converse.ts";
import { defineStep } from "#core/flow/define-step.ts";
import { hideError } from "#core/flow/run/caught.ts";
import {
  adoptConverse,
  beginConverse,
  expireConverse,
  hearPerson,
  repeatConverse,
} from "#core/flow/run/converse.ts";
import { hearProvider } from "#core/flow/run/hear-provider.ts";
import { askingKeys } from "#core/flow/schema/ai-keys.ts";
import { nameSchema } from "#core/flow/schema/common-keys.ts";
import { durationSchema } from "#core/flow/schema/duration-schema.ts";
import { expressionSchema } from "#core/flow/schema/expression-schema.ts";
import { textSchema } from "#core/flow/schema/text-schema.ts";
import { assertNever } from "#core/lib/assert-never.ts";

const goalSchema = z
  .string()
  .min(1)
  .max(4_000)
  .meta({
    description: "What the conversation is for, as you would tell a colleague.",
    examples: ["Find out which coffee they want, and how many cups."],
  });

/** Lets an AI talk with the person, turn by turn, until the goal is reached. */
export const converse = defineStep({
  verb: "converse",
  about:
    "Lets an AI talk with the person, turn by turn, until its goal is reached. Several messages that come while it thinks are one turn.",
  needsId: true,
  keys: (steps) => {
    const wayOut = z.union([nameSchema, steps]);
    return {
      converse: z
        .union([
          goalSchema,
          z.strictObject({
            goal: goalSchema,
            ...askingKeys,
            collect: z
              .array(nameSchema)
              .min(1)
              .max(20)
              .optional()
              .meta({
                description:
                  "Slots that the AI fills from what the person says; their types decide.",
                examples: [["drink", "cups"]],
              }),
          }),
        ])
        .meta({ description: "The goal, or a map of it and of who is asked, and how." }),
      say: textSchema.optional().meta({
        description:
          "What the bot says first. Without it the AI answers the message that led here, or begins.",
      }),
      until: expressionSchema.optional().meta({
        description:
          "A condition (CEL), looked at after each answer: true ends the conversation, and the flow goes on. Without it, all of `collect` being filled does, and without that the AI's own word.",
        examples: ["slots.cups != null"],
      }),
      max_turns: z.int().min(1).max(50).optional().meta({
        description: "How many answers of the AI there are at most; 10 if absent.",
      }),
      exit: z
        .array(z.enum(["human", "cancel"]))
        .min(1)
        .optional()
        .meta({
          description:
            "Ways out that the AI may take when the person asks for them in their own words. The words HUMAN and CANCEL always act.",
          examples: [["human", "cancel"]],
        }),
      refuse: textSchema.optional().meta({
        description: "What is said to what is outside of the scope; the conversation then goes on.",
      }),
      timeout: durationSchema.optional().meta({
        description: "How long it waits for the person's next word. Without it, for ever.",
        examples: ["2h"],
      }),
      on_timeout: wayOut.optional().meta({
        description: "A step's id, or steps, for when nobody wrote. Without it the run ends.",
      }),
      on_fail: wayOut.optional().meta({
        description:
          "A step's id, or steps, for when `max_turns` are used up. Without it `on_timeout` is taken, and without that a person is offered.",
      }),
      catch: steps.optional().meta({
        description: "Steps for when the AI fails; `error.kind` and `error.message` say why.",
      }),
    };
  },
  outline: (input) => outlineConverse(input),
  compile: (input, build) => compileConverse(input, build),
  enter: beginConverse,
  resume(step, turn, wait, cause) {
    switch (cause.kind) {
      case "message":
        return hearPerson(step, turn, wait, cause.message);
      case "result":
        return hearProvider(step, turn, wait, cause.outcome);
      case "timer":
        return expireConverse(step, turn);
      case "resume":
      case "event":
        // A person of ours had the conversation, and has settled it.
        return { kind: "end" };
      default:
        return assertNever(cause, "converse");
    }
  },
  repeat: repeatConverse,
  again({ caughtKey }, turn) {
    hideError(turn, caughtKey);
    return { kind: "next" };
  },
  leave: ({ caughtKey }, turn) => {
    hideError(turn, caughtKey);
  },
  holding: ({ caughtKey }) => ({ keeps: [caughtKey] }),
  adopt: adoptConverse,
});
