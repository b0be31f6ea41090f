import { z } from "zod";
import type { AccountId } from "#core/lib/ids.ts";
import { type Millis, millisSchema } from "#core/lib/millis.ts";

/** What a network charges and judges a template as. */
export const templateCategorySchema = z.enum(["utility", "marketing", "authentication"]);
export type TemplateCategory = z.infer<typeof templateCategorySchema>;

const buttonSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("quick_reply"), text: z.string() }),
  z.object({
    kind: z.literal("url"),
    text: z.string(),
    /** May end in a variable. */
    url: z.string(),
    /** The whole address with the variable filled in; absent: there is none. */
    example: z.string().optional(),
  }),
  z.object({ kind: z.literal("phone"), text: z.string(), phone: z.string() }),
  z.object({ kind: z.literal("copy_code"), example: z.string() }),
]);
export type TemplateButton = z.infer<typeof buttonSchema>;

const contentSchema = z.discriminatedUnion("kind", [
  /** Texts of the bot's own. Variables stand as `{{1}}` or `{{name}}`, without spaces. */
  z.object({
    kind: z.literal("text"),
    header: z.object({ text: z.string(), example: z.string().optional() }).optional(),
    body: z.string(),
    footer: z.string().optional(),
    buttons: z.array(buttonSchema).readonly(),
    /** A value for each variable of the body, in the order of `variablesOf`. */
    examples: z.array(z.string()).readonly(),
  }),
  /** A one-time code: the network writes its text, and a button copies the code. */
  z.object({
    kind: z.literal("code"),
    button: z.string(),
    /** How long the code is good, as the person is told; absent: nothing is told. */
    minutes: z.number().optional(),
    /** Whether the network adds that the code is nobody else's business. */
    isSecret: z.boolean(),
  }),
]);
export type TemplateContent = z.infer<typeof contentSchema>;
export type TextContent = Extract<TemplateContent, { kind: "text" }>;

/** A template in one language, as the bot declares it and a network is asked for it. */
export const templateDefinitionSchema = z.object({
  name: z.string(),
  /** As the network writes it: `id`, `en_US`. */
  language: z.string(),
  category: templateCategorySchema,
  content: contentSchema,
});
export type TemplateDefinition = z.infer<typeof templateDefinitionSchema>;

/** A variable as it stands in a text of a definition; its name is the first group. */
const variablePattern = /\{\{([a-z0-9_]+)\}\}/g;

/** The variables of a text, each once: names in the order of their first use, numbers by number. */
export function variablesOf(text: string): readonly string[] {
  const names = new Set([...text.matchAll(variablePattern)].map((match) => match[1] ?? ""));
  return [...names].toSorted((a, b) => (Number(a) || 0) - (Number(b) || 0));
}

/** Whether variables go by names rather than by their position. */
export function isNamedContent({ body }: TextContent): boolean {
  return variablesOf(body).some((name) => !/^\d+$/.test(name));
}

/** A language tag as networks write it in templates: `en-US` → `en_US`. */
export function templateLanguage(tag: string): string {
  return tag.replaceAll("-", "_");
}

/** Where a template stands with its network. `other`: somewhere that says nothing about sends. */
const templateStatusSchema = z.enum([
  "pending",
  "approved",
  "rejected",
  "paused",
  "disabled",
  "deleted",
  "other",
]);
export type TemplateStatus = z.infer<typeof templateStatusSchema>;

const qualitySchema = z.enum(["green", "yellow", "red", "unknown"]);
export type TemplateQuality = z.infer<typeof qualitySchema>;

/** What a network tells of one template; what is absent is as it was. */
export const templateNewsSchema = z.object({
  /** The network's id of it. */
  vendorId: z.string().optional(),
  /** Absent: only the id says which it is. */
  name: z.string().optional(),
  language: z.string().optional(),
  status: templateStatusSchema.optional(),
  /** When the status ends by itself at the latest. */
  untilAt: millisSchema.optional(),
  /** Why, in the network's words. */
  reason: z.string().optional(),
  quality: qualitySchema.optional(),
  category: templateCategorySchema.optional(),
  /** What it will be counted as. */
  nextCategory: templateCategorySchema.optional(),
});
export type TemplateNews = z.infer<typeof templateNewsSchema>;

/** What is known of a template of an account, in one language. */
export const templateRecordSchema = z.object({
  name: z.string(),
  language: z.string(),
  vendorId: z.string().optional(),
  status: templateStatusSchema,
  /** When the network said so. */
  statusAt: millisSchema,
  untilAt: millisSchema.optional(),
  reason: z.string().optional(),
  quality: qualitySchema.optional(),
  category: templateCategorySchema.optional(),
  nextCategory: templateCategorySchema.optional(),
  /** When it was made, changed while it was approved, and deleted from here. */
  createdAt: millisSchema.optional(),
  editedAt: z.array(millisSchema).readonly(),
  deletedAt: millisSchema.optional(),
});
export type TemplateRecord = z.infer<typeof templateRecordSchema> & {
  readonly account: AccountId;
};

/** Why a network would not take a template: it would be a send for nothing. */
export const templateRefusals = ["rejected", "paused", "disabled"] as const;
export type TemplateRefusal = (typeof templateRefusals)[number];

/** Why a template may not be sent at a moment; undefined: nothing is known against it. */
export function templateRefusal(
  { status, untilAt }: Pick<TemplateRecord, "status" | "untilAt">,
  now: Millis,
): TemplateRefusal | undefined {
  if (untilAt !== undefined && untilAt <= now) return undefined;
  return templateRefusals.find((refusal) => refusal === status);
}
