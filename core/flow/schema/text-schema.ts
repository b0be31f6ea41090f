import { z } from "zod";

const template = z.string().min(1);

const byLocale = z
  .record(z.string(), template)
  .refine((map) => Object.keys(map).length > 0, "give a text for at least one locale");

/**
 * Text that a person reads: one string for everybody, or a map of locale → string. Holds CEL
 * between `{{` and `}}`.
 */
export const textSchema = z.union([template, byLocale]).meta({
  id: "text",
  description:
    "Text that a person reads: a string, or a map of locale to string. `{{ expression }}` puts a value in; **bold**, _italic_, lists and `code` are Markdown.",
});

export type TextInput = z.output<typeof textSchema>;
