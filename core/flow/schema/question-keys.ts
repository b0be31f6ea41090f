import { z } from "zod";
import type { StepsSchema } from "#core/flow/define-step.ts";
import { nameSchema } from "./common-keys.ts";
import { durationSchema } from "./duration-schema.ts";
import { textSchema } from "./text-schema.ts";

/** What `ask` and `choose` share. */
export function questionKeys(steps: StepsSchema) {
  const wayOut = z.union([nameSchema, steps]);
  return {
    into: nameSchema.optional().meta({
      description: "The slot that the answer goes into; an undeclared name lasts for this run.",
    }),
    retry: z
      .strictObject({
        max: z.int().min(0).max(20).optional().meta({
          description: "How many wrong answers are answered with another try; 3 if absent.",
        }),
        say: textSchema.optional().meta({
          description: "What is said to a wrong answer; without it the bot says what it needs.",
        }),
      })
      .optional()
      .meta({ description: "What happens when the answer does not fit." }),
    timeout: durationSchema.optional().meta({
      description: "How long the question waits. Without it, for ever.",
      examples: ["25h"],
    }),
    on_timeout: wayOut.optional().meta({
      description:
        "A step's id, or steps, for when nobody answered in time. Without it the run ends.",
    }),
    on_fail: wayOut.optional().meta({
      description:
        "A step's id, or steps, for when the tries are used up. Without it `on_timeout` is taken, and without that a person is offered.",
    }),
    skip_if_filled: z.boolean().optional().meta({
      description: "Do not ask if the slot has a value already.",
    }),
  };
}

/** The keys as they were read; `Steps` stay as they are until their own turn. */
export interface QuestionInput {
  readonly into?: string | undefined;
  readonly retry?:
    | { readonly max?: number | undefined; readonly say?: z.output<typeof textSchema> | undefined }
    | undefined;
  readonly timeout?: number | undefined;
  readonly on_timeout?: string | readonly unknown[] | undefined;
  readonly on_fail?: string | readonly unknown[] | undefined;
  readonly skip_if_filled?: boolean | undefined;
}
