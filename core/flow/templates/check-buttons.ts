import type { YamlPath } from "#core/flow/read/yaml-source.ts";
import type { TemplateLimits } from "#core/model/capabilities.ts";
import { findVariables } from "./check-variables.ts";
import type { TemplateReport } from "./template-report.ts";
import type { ButtonInput } from "./template-schema.ts";

/** Reports buttons that the network would refuse: how many, in which order, how long. */
export function checkButtons(
  path: YamlPath,
  buttons: readonly ButtonInput[],
  limits: TemplateLimits,
  report: TemplateReport,
): void {
  const counts: readonly (readonly [string, number, (button: ButtonInput) => boolean])[] = [
    ["buttons", limits.maxButtons, () => true],
    ["buttons with an address", limits.maxUrls, (button) => "url" in button],
    ["buttons that call", limits.maxPhones, (button) => "call" in button],
    ["buttons that copy a code", limits.maxCodes, (button) => "copy_code" in button],
  ];
  for (const [what, max, isMeant] of counts) {
    const places = [...buttons.keys()].filter((index) => {
      const button = buttons[index];
      return button !== undefined && isMeant(button);
    });
    const over = places[max];
    if (over === undefined) continue;
    report({
      code: "TEMPLATE_BUTTONS",
      path: [...path, over],
      message: `${places.length} ${what}`,
      hint: `${max} at most`,
    });
  }
  const isQuick = buttons.map((button) => "quick_reply" in button);
  const changes = [...isQuick.keys()].filter(
    (index) => index > 0 && isQuick[index] !== isQuick[index - 1],
  );
  const [, second] = changes;
  if (second !== undefined) {
    report({
      code: "TEMPLATE_BUTTONS",
      path: [...path, second],
      message: "quick replies stand apart from each other",
      hint: "put all of them first, or all of them last",
    });
  }
  for (const [index, button] of buttons.entries()) {
    checkButton([...path, index], button, limits, report);
  }
}

function checkButton(
  path: YamlPath,
  button: ButtonInput,
  limits: TemplateLimits,
  report: TemplateReport,
): void {
  const checkLabel = (key: string, label: string) => {
    checkLength([...path, key], "a button's label", label, limits.labelChars, report);
    refuseVariables([...path, key], "a button's label", label, report);
  };
  if ("quick_reply" in button) checkLabel("quick_reply", button.quick_reply);
  else if ("url" in button) {
    checkLabel("text", button.text);
    checkUrl(path, button, limits, report);
  } else if ("call" in button) {
    checkLabel("text", button.text);
    const isNumber = /^\+?[\d\s().-]+$/.test(button.call);
    checkLength([...path, "call"], "the number", button.call, limits.phoneChars, report);
    if (isNumber) return;
    const hint = "digits with the country code: +62211234567";
    report({ code: "TEMPLATE_BUTTONS", path: [...path, "call"], message: "no number", hint });
  } else {
    checkLength([...path, "copy_code"], "the code", button.copy_code, limits.codeChars, report);
  }
}

function checkUrl(
  path: YamlPath,
  { url, example }: Extract<ButtonInput, { url: string }>,
  { urlChars }: TemplateLimits,
  report: TemplateReport,
): void {
  const at = [...path, "url"];
  checkLength(at, "the address", url, urlChars, report);
  if (!/^https?:\/\/[^\s/{}]+/i.test(url)) {
    const hint = "write it whole, with https:// and without a variable in the host";
    report({ code: "TEMPLATE_BUTTONS", path: at, message: "this is no address", hint });
  }
  const variables = findVariables(at, url, report);
  const [first, second] = variables;
  const wrong = second ?? (first?.name === "1" && first.end === url.length ? undefined : first);
  if (wrong !== undefined) {
    report({
      code: "TEMPLATE_BUTTONS",
      path: at,
      inside: [wrong.start, wrong.end],
      message: "an address has one variable, at its end",
      hint: "write {{1}} as the last thing",
    });
  }
  if (first === undefined && example !== undefined) {
    const message = "an address without a variable needs no example";
    report({ code: "TEMPLATE_EXAMPLE", path: [...path, "example"], part: "key", message });
  }
  if (first !== undefined && example === undefined) {
    const message = "the variable of the address has no example";
    const hint = `add example: ${url.slice(0, first.start)}K-17`;
    report({ code: "TEMPLATE_EXAMPLE", path: at, message, hint });
  }
}

/** Reports a text that is too long. */
export function checkLength(
  path: YamlPath,
  what: string,
  text: string,
  max: number,
  report: TemplateReport,
): void {
  if (text.length <= max) return;
  const message = `${what} has ${text.length} characters`;
  report({ code: "TEMPLATE_LIMIT", path, message, hint: `${max} at most` });
}

/** Reports variables where there may be none. */
export function refuseVariables(
  path: YamlPath,
  what: string,
  text: string,
  report: TemplateReport,
): void {
  const [first] = findVariables(path, text, report);
  if (first === undefined) return;
  const inside = [first.start, first.end] as const;
  const message = `${what} has no variables`;
  const hint = "write the word itself";
  report({ code: "TEMPLATE_VARIABLE", path, inside, message, hint });
}
