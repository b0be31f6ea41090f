import type { CatalogTemplate } from "#core/flow/catalog.ts";
import { nearest } from "#core/lib/nearest.ts";
import type { StepBuilder } from "./step-builder.ts";

/** A template step's values, as they were read. */
interface TemplateInput {
  readonly name: string;
  readonly language?: string | undefined;
  readonly body?: readonly string[] | Readonly<Record<string, string>> | undefined;
}

/** Reports a template that the bot does not have, or has with other variables. */
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
  const { language } = input;
  const found =
    language === undefined
      ? sameName[0]
      : sameName.find((template) => template.language === language);
  if (found === undefined) {
    build.report({
      code: "FLOW_TEMPLATE_LANGUAGE",
      path: ["template", "language"],
      message: `the template "${input.name}" is not approved in "${language}"`,
      hint: `it is in: ${sameName.map((template) => template.language).join(", ")}`,
    });
    return;
  }
  reportVariables(input, found, build);
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
