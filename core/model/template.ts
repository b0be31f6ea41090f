import { z } from "zod";

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
