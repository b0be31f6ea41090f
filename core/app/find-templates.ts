import { readYaml } from "#core/flow/read/yaml-source.ts";
import {
  type TemplateCategory,
  type TemplateContent,
  type TemplateDefinition,
  templateLanguage,
} from "#core/model/template.ts";
import type { BotFile } from "./bot-folder.ts";

/** A template that a simulator takes as approved; without its content it takes any values. */
export interface NamedTemplate {
  readonly name: string;
  readonly language: string;
  readonly category?: TemplateCategory;
  readonly content?: TemplateContent;
}

/**
 * Every template that the flows name, in the language that they say or else in all of the bot's:
 * what a simulator has to take as approved, so that flows can be tried before Meta was asked.
 */
export function findTemplates(
  flows: readonly BotFile[],
  locales: readonly string[],
): readonly NamedTemplate[] {
  const found = new Map<string, NamedTemplate>();
  for (const { file, text } of flows) {
    if (!mayHoldKey(text)) continue;
    for (const { name, language } of walk(readYaml(file, text).value)) {
      for (const locale of language === undefined ? locales : [language]) {
        const template = { name, language: templateLanguage(locale) };
        found.set(keyOf(template), template);
      }
    }
  }
  return [...found.values()];
}

/** What is declared, and what is only named beside it. */
export function withDeclared(
  named: readonly NamedTemplate[],
  declared: readonly TemplateDefinition[],
): readonly NamedTemplate[] {
  const keys = new Set(declared.map(keyOf));
  return [...declared, ...named.filter((template) => !keys.has(keyOf(template)))];
}

/** Reading YAML is half of a start; a key that is nowhere in the text can only be there in escapes. */
function mayHoldKey(text: string): boolean {
  return text.includes("template") || text.includes("\\");
}

function keyOf({ name, language }: NamedTemplate): string {
  return `${name} ${language}`;
}

function* walk(
  value: unknown,
): Generator<{ readonly name: string; readonly language: string | undefined }> {
  if (typeof value !== "object" || value === null) return;
  if ("template" in value) {
    const { template } = value;
    if (typeof template === "string") yield { name: template, language: undefined };
    else if (typeof template === "object" && template !== null && "name" in template) {
      const language = "language" in template ? template.language : undefined;
      yield {
        name: String(template.name),
        language: typeof language === "string" ? language : undefined,
      };
    }
  }
  for (const item of Object.values(value)) yield* walk(item);
}
