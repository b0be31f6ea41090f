import type { FlowSource } from "#core/flow/compile-flows.ts";
import { type Finding, sortFindings } from "#core/flow/finding.ts";
import { readDocument } from "#core/flow/read/read-document.ts";
import { readYaml } from "#core/flow/read/yaml-source.ts";
import type { TemplateLimits } from "#core/model/capabilities.ts";
import {
  type TemplateButton,
  type TemplateContent,
  type TemplateDefinition,
  variablesOf,
} from "#core/model/template.ts";
import { checkTemplate } from "./check-template.ts";
import { createTemplateReport } from "./template-report.ts";
import {
  type ButtonInput,
  type ContentInput,
  type TemplateFileInput,
  templateFileSchema,
} from "./template-schema.ts";

export interface TemplateReading {
  /** One for each language; empty if the file has an error. */
  readonly definitions: readonly TemplateDefinition[];
  /** In source order. */
  readonly findings: readonly Finding[];
}

/** Reads one file of `templates/`; never throws. Without limits the network's are not held. */
export function readTemplate(
  { file, text }: FlowSource,
  limits: TemplateLimits | undefined,
): TemplateReading {
  const source = readYaml(file, text);
  const { value, findings } = readDocument<TemplateFileInput>(templateFileSchema, source, {
    area: "TEMPLATE",
  });
  if (value === undefined) return { definitions: [], findings };
  const found = [...findings];
  checkTemplate(value, source, limits, createTemplateReport(source, found));
  const all = sortFindings(found);
  const isBroken = all.some(({ severity }) => severity === "error");
  return { definitions: isBroken ? [] : defineTemplates(value), findings: all };
}

function defineTemplates(input: TemplateFileInput): readonly TemplateDefinition[] {
  const { template: name, category } = input;
  return Object.entries(input.languages).map(([language, content]) => ({
    name,
    language,
    category,
    content: defineContent(content, input.variables),
  }));
}

function defineContent(
  input: ContentInput,
  variables: TemplateFileInput["variables"],
): TemplateContent {
  if ("code" in input) {
    const { button, minutes, secret } = input.code;
    return {
      kind: "code",
      button,
      ...(minutes === undefined ? {} : { minutes }),
      isSecret: secret,
    };
  }
  const { header, footer, buttons = [] } = input;
  const body = tight(input.body.trim());
  const examples = new Map(
    Array.isArray(variables)
      ? variables.map((value, index): [string, string] => [String(index + 1), value])
      : Object.entries(variables ?? {}),
  );
  return {
    kind: "text",
    ...(header === undefined ? {} : { header: defineHeader(header) }),
    body,
    ...(footer === undefined ? {} : { footer: footer.trim() }),
    buttons: buttons.map(defineButton),
    examples: variablesOf(body).map((name) => examples.get(name) ?? ""),
  };
}

function defineHeader(header: string | { readonly text: string; readonly example: string }) {
  if (typeof header === "string") return { text: header.trim() };
  return { text: tight(header.text.trim()), example: header.example };
}

function defineButton(button: ButtonInput): TemplateButton {
  if ("quick_reply" in button) return { kind: "quick_reply", text: button.quick_reply };
  if ("copy_code" in button) return { kind: "copy_code", example: button.copy_code };
  if ("call" in button) return { kind: "phone", text: button.text, phone: button.call };
  const { text, url, example } = button;
  return { kind: "url", text, url: tight(url), ...(example === undefined ? {} : { example }) };
}

/** Variables without the spaces that may stand in their braces. */
function tight(text: string): string {
  return text.replace(/\{\{\s*([a-z0-9_]+)\s*\}\}/g, "{{$1}}");
}
