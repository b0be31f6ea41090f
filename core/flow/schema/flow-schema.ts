import { z } from "zod";
import type { StepsSchema } from "#core/flow/define-step.ts";
import { limits } from "#core/flow/limits.ts";
import { personalFacts } from "#core/flow/personal-facts.ts";
import { stepKinds } from "#core/flow/step-kinds.ts";
import { once } from "#core/lib/once.ts";
import { nameSchema } from "./common-keys.ts";
import { durationSchema } from "./duration-schema.ts";
import { interruptsSchema } from "./interrupt-schema.ts";
import { migrateSchema } from "./migrate-schema.ts";
import { slotSchema } from "./slot-schema.ts";
import { triggerSchema } from "./trigger-schema.ts";

const steps: StepsSchema = z
  .lazy(() => z.array(stepSchema()).min(1).max(limits.steps))
  .meta({ id: "steps", description: "Steps, from top to bottom." });

const stepSchema = once(
  (): z.ZodType<unknown> =>
    z
      .union([
        ...stepKinds.map((kind) => kind.schema(steps)),
        ...stepKinds.filter((kind) => kind.isBare).map((kind) => z.literal(kind.verb)),
      ])
      .meta({ id: "step", description: "One step: one verb and its keys." }),
);

/** The keys at the top of a flow. */
export const flowKeys = {
  flow: nameSchema.meta({
    description: "The flow's name; the file is `flows/<name>.flow.yaml`.",
    examples: ["coffee"],
  }),
  format: z.literal(1).meta({ description: "The version of the language: 1." }),
  description: z.string().optional().meta({ description: "What the flow is for, in a sentence." }),
  owner: z.string().optional().meta({ description: "Who looks after the flow." }),
  tags: z.array(z.string()).optional().meta({ description: "Words to group flows by." }),
  purpose: z.string().min(1).optional().meta({
    description: "The consent purpose that its messages need, from bot.yaml; `service` if absent.",
  }),
  mode: z.enum(["restart", "queue", "single"]).optional().meta({
    description:
      "What happens when a trigger fires while the flow is running for the person: begin anew (restart, the default of messages), begin afterwards (queue, the default of events), or nothing (single).",
  }),
  triggers: z.array(triggerSchema).min(1).max(limits.triggers).optional().meta({
    description: "What starts the flow. Without any, nothing does.",
  }),
  debounce: durationSchema
    .refine((ms) => ms <= limits.debounceMs, { error: "a person waits for an answer: at most 30s" })
    .optional()
    .meta({
      description:
        "While the flow is asking: texts that come within this time of each other are one answer. `0s`: each is one. Without it, as bot.yaml says.",
      examples: ["1500ms"],
    }),
  reads: z
    .array(z.enum(personalFacts))
    .min(1)
    .optional()
    .meta({
      description:
        "What of the person the flow may see that others may not: `phone`, the number, as `contact.phone`; null where the person hides it.",
      examples: [["phone"]],
    }),
  voice: z.boolean().optional().meta({
    description:
      "Whether voice notes are written down by a machine and taken like typed words: as answers, and to begin the flow. What was heard is shown before a slot is filled with it. Needs `ai.voice` in bot.yaml.",
  }),
  interrupts: interruptsSchema.optional(),
  migrate: migrateSchema.optional(),
  slots: z.record(nameSchema, slotSchema).optional().meta({
    description: "The values that the flow collects, by name.",
  }),
  inputs: z.record(nameSchema, slotSchema).optional().meta({
    description:
      "What a flow that calls this one gives it, by name; read as slots. One with a `default` may be left out.",
  }),
  outputs: z.record(nameSchema, slotSchema).optional().meta({
    description: "What a flow that calls this one gets when it ends, by name; filled like slots.",
  }),
  steps: steps.meta({ description: "What the flow does, from top to bottom." }),
  on_error: steps.optional().meta({
    description:
      "Steps for when the run fails, in place of the apology; `error.kind` and `error.message` say why. Nothing may rest in them.",
  }),
  on_cancel: steps.optional().meta({
    description: "Steps for when the run is cancelled or begun anew. Nothing may rest in them.",
  }),
};

/** A `*.flow.yaml` file. */
export const flowSchema = z
  .strictObject(flowKeys)
  .meta({ title: "Sapa flow", description: "A conversation, from top to bottom." });

const anySteps = z.array(z.unknown()).min(1).max(limits.steps);

/** The same, whatever its steps are: those are read one by one, which is cheaper than as a union. */
export const flowFrameSchema = z.strictObject({
  ...flowKeys,
  steps: anySteps,
  on_error: anySteps.optional(),
  on_cancel: anySteps.optional(),
});

/** What a flow is for that does not say. */
export const defaultPurpose = "service";

/** The keys of the top that a program takes over as they are. */
export const flowHeadSchema = z.object({
  description: flowKeys.description,
  purpose: flowKeys.purpose.transform((purpose) => purpose ?? defaultPurpose),
  mode: flowKeys.mode,
  debounce: flowKeys.debounce,
  reads: flowKeys.reads.transform((reads) => reads ?? []),
  voice: flowKeys.voice.transform((voice) => voice ?? false),
});
