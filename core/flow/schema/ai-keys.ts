import { z } from "zod";
import { nameSchema } from "./common-keys.ts";
import { moneySchema } from "./money-schema.ts";
import { slotSchema } from "./slot-schema.ts";

const template = z.string().min(1).max(8_000);
const providerName = z.string().min(1).max(64);

/** The fields of an answer that is data: names and types, as slots have them. */
export const fieldsSchema = z
  .record(nameSchema, slotSchema)
  .refine((fields) => Object.keys(fields).length > 0, "name at least one field")
  .meta({
    description:
      "The fields of the answer, each with the type of a slot; `description` tells the AI what goes in, `default` stands in where it leaves a field out.",
    examples: [{ drink: { type: "enum", values: ["latte", "tubruk"] }, cups: { type: "integer" } }],
  });

/** Whom a step asks. */
export const providerSchema = z.union([providerName, z.array(providerName).min(1).max(8)]).meta({
  description:
    "A provider of bot.yaml, or several in the order in which they are tried; `ai.default` of bot.yaml if absent.",
});

/** What `ai` and `converse` share: who is asked, in which words, within which bounds. */
export const askingKeys = {
  system: template.optional().meta({
    description:
      "Instructions of yours. Values put in with `{{ }}` go along beside it, as data with a label: what a person wrote gives the AI no orders.",
    examples: ["Answer in two sentences at most."],
  }),
  scope: z
    .string()
    .min(1)
    .max(1_000)
    .optional()
    .meta({
      description:
        "What it may talk about, in one sentence; `ai.scope` of bot.yaml if absent. Anything else is refused.",
      examples: ["the menu, prices and opening hours of Kopi Senja"],
    }),
  provider: providerSchema.optional(),
  data: z
    .record(z.string().min(1).max(64), template)
    .optional()
    .meta({
      description: "Values that the AI may use, each by a label; it is told not to obey them.",
      examples: [{ menu: "{{ menu.items }}" }],
    }),
  knowledge: z
    .union([nameSchema, z.array(nameSchema).min(1).max(8)])
    .optional()
    .meta({
      description:
        "Folders under `knowledge` of bot.yaml, one or several: what fits the question goes along as data.",
      examples: ["menu"],
    }),
  tools: z
    .array(z.string().min(1))
    .min(1)
    .max(16)
    .optional()
    .meta({
      description: "Actions of bot.yaml that the AI may run while it answers.",
      examples: [["shop.price"]],
    }),
  max_tokens: z.int().min(1).max(32_000).optional().meta({
    description: "The greatest length of an answer, in tokens; 500 if absent.",
  }),
  budget: moneySchema.optional().meta({
    description: "What one answer may cost at most.",
    examples: ["0.01 USD"],
  }),
};

/** What is asked, as it was read. */
export interface AskingInput {
  readonly system?: string | undefined;
  readonly scope?: string | undefined;
  readonly provider?: string | readonly string[] | undefined;
  readonly data?: Readonly<Record<string, string>> | undefined;
  readonly knowledge?: string | readonly string[] | undefined;
  readonly tools?: readonly string[] | undefined;
  readonly max_tokens?: number | undefined;
  readonly budget?: number | undefined;
}

export type FieldsInput = z.output<typeof fieldsSchema>;
