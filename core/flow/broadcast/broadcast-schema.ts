import { z } from "zod";
import { nameSchema } from "#core/flow/schema/common-keys.ts";
import { expressionSchema } from "#core/flow/schema/expression-schema.ts";
import { flowKeys } from "#core/flow/schema/flow-schema.ts";
import { parseRate } from "#core/lib/duration.ts";

const rateSchema = z
  .string()
  .max(100)
  .transform((text, context) => {
    const reading = parseRate(text);
    if (reading.kind === "ok") return reading.value;
    context.addIssue({ code: "custom", message: reading.message, input: text });
    return z.NEVER;
  });

/** `10%` → 0.1. */
const shareSchema = z
  .string()
  .regex(/^(?:100|\d{1,2}(?:\.\d{1,2})?)%$/, "write a share like 10% or 0.5%")
  .transform((text) => Number(text.slice(0, -1)) / 100);

/** A broadcast's file: whom, what, how fast, and when to stop. */
export const broadcastSchema = z
  .strictObject({
    broadcast: nameSchema.meta({
      description: "The broadcast's name. It is used once: the same name never goes out again.",
      examples: ["promo_december"],
    }),
    format: z.literal(1).meta({ description: "The version of the language: 1." }),
    description: z.string().optional().meta({ description: "What it is for, in a sentence." }),
    purpose: z
      .string()
      .min(1)
      .meta({
        description: "The consent purpose from bot.yaml that its people have agreed to.",
        examples: ["marketing"],
      }),
    reads: flowKeys.reads,
    account: z.string().min(1).optional().meta({
      description: "Which account sends it; needed where the bot has several.",
    }),
    audience: expressionSchema.optional().meta({
      description: "Whom it is for, among those whom the purpose allows; everybody if absent.",
      examples: ["'vip' in contact.tags"],
    }),
    rate: rateSchema.optional().meta({
      description: "How fast it goes out; at most 4/5 of what the account may send.",
      examples: ["10/s"],
    }),
    stop_at: z
      .strictObject({
        failures: shareSchema.optional().meta({
          description: "Pauses when this share of the messages failed; 10% if absent.",
        }),
        opt_outs: shareSchema.optional().meta({
          description: "Pauses when this share of people said no after it; 5% if absent.",
        }),
        after: z.int().min(1).max(1_000).optional().meta({
          description: "Judges nothing before so many outcomes are known; 50 if absent.",
        }),
      })
      .optional()
      .meta({ description: "When it pauses by itself, until a person resumes it." }),
    message: z.record(z.string(), z.unknown()).meta({
      description: "What goes out: one `template`, `say` or `send` step of the language.",
    }),
  })
  .meta({ title: "Sapa broadcast", description: "One message to many people who agreed to it." });

export type BroadcastInput = z.output<typeof broadcastSchema>;
