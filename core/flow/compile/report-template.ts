import type { CatalogTemplate } from "#core/flow/catalog.ts";
import { nearest } from "#core/lib/nearest.ts";
import { templateLanguage } from "#core/model/template.ts";
import { reportTemplateButtons, type TemplateButtonsInput } from "./report-template-buttons.ts";
import type { StepBuilder } from "./step-builder.ts";

/** A template step's values, as they were read. */
interface TemplateInput extends TemplateButtonsInput {
  readonly language?: string | undefined;
  readonly body?: readonly string[] | Readonly<Record<string, string>> | undefined;
  readonly header?: readonly string[] | undefined;
}

/** Reports a template that the bot does not have, has for something else, or with other variables. */
export function reportTemplate(input: TemplateInput, build: StepBuilder): void {
  const { channels, templates } = build.catalog;
  if (channels.length > 0 && channels.every((channel) => !channel.capabilities.templates)) {
    const message = "no channel of this bot can send templates";
    build.report({ code: "FLOW_CHANNEL_LIMIT", path: ["template"], part: "key", message });
  }
  if (templates === undefined) return;
  const sameName = templates.filter((template) => template.name === input.name);
  if (sameName.length === 0) {
    const near = nearest(
      input.name,
      templates.map((template) => template.name),
    );
    build.report({
      code: "FLOW_TEMPLATE_UNKNOWN",
      path: ["template", "name"],
      message: `no template called "${input.name}"`,
      hint:
        near === undefined ? "declare it under templates/ of the bot" : `did you mean "${near}"?`,
    });
    return;
  }
  const found = reportLanguage(input, sameName, build);
  if (found === undefined) return;
  reportCategory(found, build);
  reportVariables(input, found, build);
  reportHeader(input, found, build);
  reportTemplateButtons(input, found, build);
}

/** The template in the step's language, or in any that people may speak; undefined if one is missing. */
function reportLanguage(
  { name, language }: TemplateInput,
  sameName: readonly CatalogTemplate[],
  build: StepBuilder,
): CatalogTemplate | undefined {
  const find = (tag: string) =>
    sameName.find((template) => template.language === templateLanguage(tag));
  const known = sameName.map((template) => template.language).join(", ");
  if (language !== undefined) {
    const found = find(language);
    if (found === undefined) {
      build.report({
        code: "FLOW_TEMPLATE_LANGUAGE",
        path: ["template", "language"],
        message: `the template "${name}" is not declared in "${language}"`,
        hint: `it is in: ${known}`,
      });
    }
    return found;
  }
  // It goes out in the person's language, and a network takes no other in its place.
  const missing = build.catalog.locales?.find((locale) => find(locale) === undefined);
  if (missing === undefined) return sameName[0];
  build.report({
    code: "FLOW_TEMPLATE_LANGUAGE",
    path: ["template", "name"],
    message: `the template "${name}" is not declared in "${missing}", which the bot speaks`,
    hint: `it is in: ${known}; write language: to send always the same`,
  });
  return undefined;
}

/** What a network calls marketing needs a yes, and not only a notice. */
function reportCategory({ name, category }: CatalogTemplate, build: StepBuilder): void {
  const { askedPurposes } = build.catalog;
  const { purpose } = build;
  if (category !== "marketing" || askedPurposes === undefined) return;
  if (askedPurposes.includes(purpose)) return;
  const other =
    askedPurposes.length === 0
      ? "declare a purpose with basis: ask"
      : `use a purpose that is asked for (${askedPurposes.join(", ")})`;
  build.report({
    code: "FLOW_TEMPLATE_CATEGORY",
    path: ["template", "name"],
    message: `"${name}" is marketing, and nobody is asked for "${purpose}"`,
    hint: `${other}, or a utility template`,
  });
}

function reportVariables(input: TemplateInput, found: CatalogTemplate, build: StepBuilder): void {
  if (found.body === undefined) return;
  const given = Array.isArray(input.body)
    ? input.body.length
    : Object.keys(input.body ?? {}).sort();
  const wanted = typeof found.body === "number" ? found.body : found.body.toSorted();
  // An absent body gives no names, which is as good as no positions.
  const isSame =
    JSON.stringify(given) === JSON.stringify(wanted) ||
    (input.body === undefined && (wanted === 0 || JSON.stringify(wanted) === "[]"));
  if (isSame) return;
  const names = typeof wanted === "number" ? `${wanted} by position` : wanted.join(", ");
  build.report({
    code: "FLOW_TEMPLATE_VARIABLES",
    path: input.body === undefined ? ["template"] : ["template", "body"],
    part: "key",
    message: `the template "${input.name}" has other variables`,
    hint: `it wants ${names}`,
  });
}

function reportHeader(
  { name, header = [] }: TemplateInput,
  found: CatalogTemplate,
  build: StepBuilder,
) {
  const { hasHeaderVariable } = found;
  if (hasHeaderVariable === undefined || hasHeaderVariable === header.length > 0) return;
  build.report({
    code: "FLOW_TEMPLATE_VARIABLES",
    path: header.length === 0 ? ["template"] : ["template", "header"],
    part: "key",
    message: hasHeaderVariable
      ? `the header of "${name}" has a variable`
      : `the header of "${name}" has no variable`,
    hint: hasHeaderVariable ? 'add header: ["…"]' : "take header: away",
  });
}
