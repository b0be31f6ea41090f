import { compileExpression, type Expression } from "#core/flow/expression/compile-expression.ts";
import { compileTemplate, type Template } from "#core/flow/expression/compile-template.ts";
import type { ExpressionIssue } from "#core/flow/expression/issue.ts";
import type { NameTypes } from "#core/flow/expression/name-types.ts";
import { describeType, mayBeNull } from "#core/flow/expression/type-algebra.ts";
import { joinOr } from "#core/flow/read/schema-shape.ts";
import type { YamlPath, YamlSource } from "#core/flow/read/yaml-source.ts";
import { type ExpressionInput, expressionText } from "#core/flow/schema/expression-schema.ts";
import type { Placed } from "./placed.ts";
import type { Report } from "./report.ts";
import type { Wanted } from "./step-builder.ts";

/** Compiles the expression at a path, reports what is wrong with it, and says where it stands. */
export function placeExpression(
  path: YamlPath,
  input: ExpressionInput,
  wanted: Omit<Wanted, "answer">,
  names: NameTypes,
  source: YamlSource,
  report: Report,
): Placed<Expression> {
  const text = expressionText(input);
  const reading = compileExpression(text, names);
  const place = createPlace(source, path);
  const issues = reading.ok ? reading.expression.warnings : reading.errors;
  reportIssues(
    issues.map((issue) => hintAtQuotes(issue, text)),
    path,
    report,
  );
  if (!reading.ok) return { value: brokenExpression, place };
  const { type } = reading.expression;
  const key = `"${String(path.at(-1))}"`;
  const isRight = wanted.kinds.length === 0 || type.kind === "any" || type.kind === "null";
  if (!isRight && !wanted.kinds.includes(type.kind)) {
    const kinds = joinOr(wanted.kinds.map((kind) => describeKind(kind)));
    const message = `${key} must be ${kinds}, this is ${describeType(type)}`;
    report({ code: "FLOW_TYPE_MISMATCH", path, message });
  } else if (mayBeNull(type) && wanted.isNullable !== true) {
    const message = `${key} may be empty here`;
    const hint = `write default(${text}, …)`;
    report({ code: "FLOW_NAME_UNSET", path, message, hint });
  }
  return { value: reading.expression, place };
}

function describeKind(kind: Wanted["kinds"][number]): string {
  if (kind === "list") return describeType({ kind, of: { kind: "any" } });
  if (kind === "object") return describeType({ kind, fields: {} });
  return describeType({ kind });
}

/** A lone unknown word where a value is wanted is most likely meant as text. */
function hintAtQuotes(issue: ExpressionIssue, text: string): ExpressionIssue {
  const isWord = issue.code === "FLOW_NAME_UNKNOWN" && /^[A-Za-z][\w-]*$/.test(text);
  if (!isWord || issue.hint?.startsWith("did you mean") === true) return issue;
  return { ...issue, hint: `text in an expression has quotes of its own: "'${text}'"` };
}

/** The same for a text with `{{ expressions }}`. */
export function placeTemplate(
  path: YamlPath,
  text: string,
  names: NameTypes,
  source: YamlSource,
  report: Report,
): Placed<Template> {
  const reading = compileTemplate(text, names);
  const place = createPlace(source, path);
  reportIssues(reading.ok ? reading.template.warnings : reading.errors, path, report);
  return { value: reading.ok ? reading.template : brokenTemplate, place };
}

function createPlace(source: YamlSource, path: YamlPath): Placed<unknown>["place"] {
  return (start, end) => source.stringPosition(path, start, end);
}

function reportIssues(issues: readonly ExpressionIssue[], path: YamlPath, report: Report): void {
  for (const { code, severity, message, hint, start, end } of issues) {
    const found = { code, severity, path, offset: { start, end }, message };
    report(hint === undefined ? found : { ...found, hint });
  }
}

const failed = {
  ok: false,
  error: { code: "FLOW_EXPRESSION_FAILED", message: "it was not compiled", start: 0, end: 0 },
} as const;

/** Stands in for what could not be compiled; a flow that has it never becomes a program. */
const brokenExpression: Expression = {
  text: "",
  type: { kind: "any" },
  names: [],
  warnings: [],
  evaluate: () => failed,
};

const brokenTemplate: Template = {
  text: "",
  parts: [],
  type: { kind: "any" },
  names: [],
  warnings: [],
  isConstant: false,
  evaluate: () => failed,
  render: () => failed,
  separate: () => failed,
};
