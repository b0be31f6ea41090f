import type { YamlPath } from "#core/flow/read/yaml-source.ts";
import type { TemplateReport } from "./template-report.ts";

/** Everything between double braces, and braces that nothing ends. */
const bracesPattern = /\{\{([^{}]*)\}\}|\{\{|\}\}/g;
const namePattern = /^\s*([a-z][a-z0-9_]*|[1-9]\d?)\s*$/;

/** A variable of a text, and where it stands in it. */
export interface FoundVariable {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The variables of a text, those that are none reported. */
export function findVariables(
  path: YamlPath,
  text: string,
  report: TemplateReport,
): readonly FoundVariable[] {
  return [...text.matchAll(bracesPattern)].flatMap((match) => {
    const name = namePattern.exec(match[1] ?? "")?.[1];
    const [start, end] = [match.index, match.index + match[0].length];
    if (name !== undefined) return [{ name, start, end }];
    report({
      code: "TEMPLATE_VARIABLE",
      path,
      inside: [start, end],
      message: `${match[0]} is no variable`,
      hint: "write {{1}} or {{name}}: a number, or small letters, digits and _",
    });
    return [];
  });
}

/** Reports variables of a body that the network would refuse: how they are called and where they stand. */
export function checkVariables(
  path: YamlPath,
  text: string,
  variables: readonly FoundVariable[],
  wordsPerVariable: number,
  report: TemplateReport,
): void {
  const [first] = variables;
  if (first === undefined) return;
  const isNamed = (name: string) => !/^\d/.test(name);
  const other = variables.find(({ name }) => isNamed(name) !== isNamed(first.name));
  if (other !== undefined) {
    report({
      code: "TEMPLATE_VARIABLE",
      path,
      inside: [other.start, other.end],
      message: "names and numbers cannot stand together",
      hint: "name all of the text's variables, or number all of them",
    });
  } else if (!isNamed(first.name)) {
    checkNumbers(path, variables, report);
  }
  const last = variables.at(-1) ?? first;
  const isAtStart = text.slice(0, first.start).trim() === "";
  if (isAtStart || text.slice(last.end).trim() === "") {
    const { start, end } = isAtStart ? first : last;
    report({
      code: "TEMPLATE_VARIABLE_EDGE",
      path,
      inside: [start, end],
      message: "a variable cannot begin or end the text",
      hint: isAtStart ? "put a word before it" : "put something behind it; a full stop counts",
    });
  }
  const words = text
    .replace(bracesPattern, " ")
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const wanted = variables.length * wordsPerVariable;
  if (words.length >= wanted) return;
  report({
    code: "TEMPLATE_VARIABLE_CROWD",
    path,
    message: `too few words for its variables: ${words.length} beside ${variables.length}`,
    hint: `write ${wanted} words or more`,
  });
}

/** Numbers are used from 1 on without a gap; each may come again. */
function checkNumbers(
  path: YamlPath,
  variables: readonly FoundVariable[],
  report: TemplateReport,
): void {
  const used = new Set(variables.map(({ name }) => Number(name)));
  const gap = Array.from({ length: used.size }, (_, index) => index + 1).find(
    (number) => !used.has(number),
  );
  const at = variables.find(({ name }) => gap !== undefined && Number(name) > gap);
  if (gap === undefined || at === undefined) return;
  report({
    code: "TEMPLATE_VARIABLE",
    path,
    inside: [at.start, at.end],
    message: `{{${gap}}} is missing before {{${at.name}}}`,
    hint: "number the variables from 1 on, without a gap",
  });
}
