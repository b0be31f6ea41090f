import type { YamlSource } from "#core/flow/read/yaml-source.ts";
import type { TemplateLimits } from "#core/model/capabilities.ts";
import { checkButtons, checkLength, refuseVariables } from "./check-buttons.ts";
import { checkVariables, findVariables } from "./check-variables.ts";
import type { TemplateReport } from "./template-report.ts";
import type { ContentInput, TemplateFileInput } from "./template-schema.ts";

/** Nothing is known of the network: what is wrong everywhere is told all the same. */
const noLimits: TemplateLimits = {
  headerChars: Number.POSITIVE_INFINITY,
  bodyChars: Number.POSITIVE_INFINITY,
  footerChars: Number.POSITIVE_INFINITY,
  labelChars: Number.POSITIVE_INFINITY,
  urlChars: Number.POSITIVE_INFINITY,
  phoneChars: Number.POSITIVE_INFINITY,
  codeChars: Number.POSITIVE_INFINITY,
  maxButtons: Number.POSITIVE_INFINITY,
  maxUrls: Number.POSITIVE_INFINITY,
  maxPhones: Number.POSITIVE_INFINITY,
  maxCodes: Number.POSITIVE_INFINITY,
  wordsPerVariable: 0,
};

/** Reports what a network would refuse of a template that fits the schema. */
export function checkTemplate(
  input: TemplateFileInput,
  source: YamlSource,
  limits: TemplateLimits = noLimits,
  report: TemplateReport,
): void {
  const file = /([^/\\]+)\.yaml$/.exec(source.file)?.[1];
  if (file !== undefined && file !== input.template) {
    report({
      code: "TEMPLATE_FILE_NAME",
      severity: "warning",
      path: ["template"],
      message: `the template is called "${input.template}" and its file "${file}"`,
      hint: `name the file ${input.template}.yaml`,
    });
  }
  const used = new Set<string>();
  for (const [language, content] of Object.entries(input.languages)) {
    const isCode = "code" in content;
    if (isCode !== (input.category === "authentication")) {
      report({
        code: "TEMPLATE_CATEGORY",
        path: ["languages", language],
        part: "key",
        message: isCode
          ? `a one-time code is not ${input.category}`
          : "a template for authentication holds a one-time code and no text of its own",
        hint: isCode ? "write category: authentication" : "write code: { button: Copy code }",
      });
    }
    if (isCode) {
      const path = ["languages", language, "code", "button"];
      checkLength(path, "a button's label", content.code.button, limits.labelChars, report);
    } else checkText(language, content, input, limits, report).forEach((name) => used.add(name));
  }
  for (const { name, path } of declaredVariables(input)) {
    if (used.has(name)) continue;
    const message = `no text has the variable {{${name}}}`;
    report({ code: "TEMPLATE_EXAMPLE", path, message, hint: "take its example away" });
  }
}

type TextInput = Exclude<ContentInput, { code: unknown }>;

/** The variables of one language's text, which are held against the examples. */
function checkText(
  language: string,
  { header, body, footer, buttons }: TextInput,
  input: TemplateFileInput,
  limits: TemplateLimits,
  report: TemplateReport,
): readonly string[] {
  const path = ["languages", language];
  const hasHeaderVariable = checkHeader([...path, "header"], header, limits, report);
  checkLength([...path, "body"], "the body", body, limits.bodyChars, report);
  const variables = findVariables([...path, "body"], body, report);
  checkVariables([...path, "body"], body, variables, limits.wordsPerVariable, report);
  const declared = declaredVariables(input).map(({ name }) => name);
  const names = variables.map(({ name }) => name);
  if (hasHeaderVariable && names.some((name) => !/^\d/.test(name))) {
    report({
      code: "TEMPLATE_VARIABLE",
      path: [...path, "header"],
      message: "the header's variable has a number, and those of the text have names",
      hint: "number the variables of the text, or take the one of the header away",
    });
  }
  for (const { name, start, end } of variables) {
    if (declared.includes(name)) continue;
    report({
      code: "TEMPLATE_EXAMPLE",
      path: [...path, "body"],
      inside: [start, end],
      message: `{{${name}}} has no example`,
      hint: /^\d/.test(name)
        ? `variables: is a list with ${name} or more examples`
        : `add ${name}: to variables:`,
    });
  }
  const missing = declared.find((name) => !names.includes(name));
  const pattern = new RegExp(`\\{\\{\\s*${missing}\\s*\\}\\}`);
  const isUsedElsewhere = Object.values(input.languages).some(
    (other) => "body" in other && pattern.test(other.body),
  );
  if (missing !== undefined && isUsedElsewhere) {
    report({
      code: "TEMPLATE_VARIABLE",
      path: [...path, "body"],
      message: `this language has no {{${missing}}}, and another one does`,
      hint: "a send brings the same values in every language: use all of them in each",
    });
  }
  if (footer !== undefined) {
    checkLength([...path, "footer"], "the footer", footer, limits.footerChars, report);
    refuseVariables([...path, "footer"], "a footer", footer, report);
  }
  checkButtons([...path, "buttons"], buttons ?? [], limits, report);
  return names;
}

function checkHeader(
  path: readonly string[],
  header: TextInput["header"],
  limits: TemplateLimits,
  report: TemplateReport,
): boolean {
  if (header === undefined) return false;
  const [text, example, at] =
    typeof header === "string"
      ? [header, undefined, path]
      : [header.text, header.example, [...path, "text"]];
  checkLength(at, "the header", text, limits.headerChars, report);
  if (/[\r\n]/.test(text)) {
    const hint = "put the rest into the body";
    report({ code: "TEMPLATE_LIMIT", path: at, message: "a header is one line", hint });
  }
  const variables = findVariables(at, text, report);
  const [first] = variables;
  const wrong = variables.find(({ name }, index) => index > 0 || name !== "1");
  if (wrong !== undefined) {
    report({
      code: "TEMPLATE_VARIABLE",
      path: at,
      inside: [wrong.start, wrong.end],
      message: "a header has one variable",
      hint: "write it as {{1}}",
    });
  }
  if (first !== undefined && example === undefined) {
    const message = "the variable of the header has no example";
    const hint = `write header: { text: "${text}", example: K-17 }`;
    report({ code: "TEMPLATE_EXAMPLE", path: at, message, hint });
  }
  if (first === undefined && example !== undefined) {
    const message = "a header without a variable needs no example";
    report({ code: "TEMPLATE_EXAMPLE", path: [...path, "example"], part: "key", message });
  }
  return first !== undefined;
}

interface DeclaredVariable {
  readonly name: string;
  readonly path: readonly (string | number)[];
}

/** The variables that the file gives examples of. */
function declaredVariables({ variables }: TemplateFileInput): readonly DeclaredVariable[] {
  if (variables === undefined) return [];
  if (!Array.isArray(variables)) {
    return Object.keys(variables).map((name) => ({ name, path: ["variables", name] }));
  }
  return variables.map((_, index) => ({ name: String(index + 1), path: ["variables", index] }));
}
