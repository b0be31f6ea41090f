import { celEnvironment } from "./cel-environment.ts";
import { compileExpression, type Expression } from "./compile-expression.ts";
import type { ExpressionIssue } from "./issue.ts";
import type { NameTypes, ValueType } from "./name-types.ts";
import type { Scope } from "./scope.ts";
import { splitTemplate, type TemplateSlice } from "./split-template.ts";
import { textForPerson, textForProgram } from "./text-of-value.ts";
import { textType } from "./type-algebra.ts";
import type { Evaluated, Value } from "./value.ts";

/** Longest template, in UTF-16 units, and the most expressions that it may hold. */
const maxTemplateChars = 16_384;
const maxTemplateExpressions = 100;

/** A stretch of a template: text as written, or an expression. `start` and `end` include the braces. */
export type TemplatePart =
  | { readonly kind: "text"; readonly text: string; readonly start: number; readonly end: number }
  | {
      readonly kind: "expression";
      readonly expression: Expression;
      readonly start: number;
      readonly end: number;
    };

/** Changes a value's text before it is put in, for example to escape Markdown; default: unchanged. */
export type Escape = (text: string, value: Value) => string;

export interface Template {
  readonly text: string;
  readonly parts: readonly TemplatePart[];
  /** The type of `evaluate`: the expression's if the template is exactly one, else text. */
  readonly type: ValueType;
  /** Dotted names that its expressions read, without duplicates. */
  readonly names: readonly string[];
  readonly warnings: readonly ExpressionIssue[];
  /** True if it holds no expression. */
  readonly isConstant: boolean;
  /**
   * The value for a program: a template that is exactly one `{{ expression }}` keeps its type, in
   * others values are put in as JSON has them. Never throws; offsets of errors are the template's.
   */
  evaluate(scope: Scope): Evaluated;
  /** The text that a person reads, in the reader's language. Never throws. */
  render(scope: Scope, escape?: Escape): Evaluated<string>;
  /**
   * The text with a label in brackets in place of each value, and the values beside it: for a
   * reader who must not take a value for words of the author's. Never throws.
   */
  separate(scope: Scope): Evaluated<SeparateText>;
}

/** A template's own words and its values, apart. */
export interface SeparateText {
  readonly text: string;
  readonly values: readonly { readonly label: string; readonly text: string }[];
}

export type TemplateReading =
  | { readonly ok: true; readonly template: Template }
  | { readonly ok: false; readonly errors: readonly ExpressionIssue[] };

/** Reads text with CEL between `{{` and `}}`. `{{ "{{" }}` puts two braces into the text. */
export function compileTemplate(text: string, declarations: NameTypes): TemplateReading {
  const tooLong = refuseLength(text);
  if (tooLong !== undefined) return { ok: false, errors: [tooLong] };
  const { slices, issues } = splitTemplate(text);
  const tooMany = refuseCount(slices);
  if (tooMany !== undefined) return { ok: false, errors: [tooMany] };
  const errors = [...issues];
  const warnings: ExpressionIssue[] = [];
  const parts: TemplatePart[] = [];
  for (const slice of slices) {
    const { start, end } = slice;
    if (slice.kind === "text") {
      parts.push({ kind: "text", text: text.slice(start, end), start, end });
      continue;
    }
    const code = text.slice(slice.codeStart, slice.codeEnd);
    if (code.trim() === "") continue;
    const reading = compileExpression(code, declarations);
    if (!reading.ok) {
      errors.push(...reading.errors.map((issue) => moved(issue, slice.codeStart)));
      continue;
    }
    warnings.push(...reading.expression.warnings.map((issue) => moved(issue, slice.codeStart)));
    parts.push({ kind: "expression", expression: reading.expression, start, end });
  }
  if (errors.length > 0) return { ok: false, errors: errors.toSorted((a, b) => a.start - b.start) };
  return { ok: true, template: createTemplate(text, parts, warnings) };
}

function refuseLength(text: string): ExpressionIssue | undefined {
  if (text.length <= maxTemplateChars) return undefined;
  const message = `a text has ${maxTemplateChars} characters at most, this one ${text.length}`;
  return limitIssue(message, maxTemplateChars, text.length);
}

function refuseCount(slices: readonly TemplateSlice[]): ExpressionIssue | undefined {
  const extra = slices.filter((slice) => slice.kind === "code")[maxTemplateExpressions];
  if (extra === undefined) return undefined;
  const message = `a text holds ${maxTemplateExpressions} expressions at most`;
  return limitIssue(message, extra.start, extra.end);
}

function limitIssue(message: string, start: number, end: number): ExpressionIssue {
  return { code: "FLOW_EXPRESSION_LIMIT", severity: "error", message, start, end };
}

function moved(issue: ExpressionIssue, by: number): ExpressionIssue {
  return { ...issue, start: issue.start + by, end: issue.end + by };
}

function createTemplate(
  text: string,
  parts: readonly TemplatePart[],
  warnings: readonly ExpressionIssue[],
): Template {
  const expressions = parts.flatMap((part) =>
    part.kind === "expression" ? [part.expression] : [],
  );
  const [only] = parts.length === 1 ? parts : [];
  const single = only?.kind === "expression" ? only : undefined;
  const fill = createFill(parts);
  return {
    text,
    parts,
    warnings,
    type: single?.expression.type ?? textType,
    names: [...new Set(expressions.flatMap((expression) => expression.names))],
    isConstant: expressions.length === 0,
    evaluate: (scope) =>
      single === undefined ? fill(scope, textForProgram) : evaluatePart(single, scope),
    render(scope, escape) {
      const { formats } = celEnvironment().table;
      return fill(scope, (value, type) => {
        const shown = textForPerson(value, type, scope.reader, formats);
        return escape === undefined ? shown : escape(shown, value);
      });
    },
    separate: (scope) => separateParts(parts, scope),
  };
}

type Show = (value: Value, type: ValueType) => string;

function createFill(
  parts: readonly TemplatePart[],
): (scope: Scope, show: Show) => Evaluated<string> {
  return (scope, show) => {
    let filled = "";
    for (const part of parts) {
      if (part.kind === "text") {
        filled += part.text;
        continue;
      }
      const result = evaluatePart(part, scope);
      if (!result.ok) return result;
      filled += show(result.value, part.expression.type);
    }
    return { ok: true, value: filled };
  };
}

function evaluatePart(part: TemplatePart & { kind: "expression" }, scope: Scope): Evaluated {
  const result = part.expression.evaluate(scope);
  if (result.ok) return result;
  const { start, end } = result.error;
  const by = part.start + 2;
  return { ok: false, error: { ...result.error, start: start + by, end: end + by } };
}

function separateParts(parts: readonly TemplatePart[], scope: Scope): Evaluated<SeparateText> {
  const { formats } = celEnvironment().table;
  const values = new Map<string, string>();
  let text = "";
  for (const part of parts) {
    if (part.kind === "text") {
      text += part.text;
      continue;
    }
    const result = evaluatePart(part, scope);
    if (!result.ok) return result;
    const label = labelOf(part.expression);
    values.set(label, textForPerson(result.value, part.expression.type, scope.reader, formats));
    text += `[${label}]`;
  }
  const all = [...values].map(([label, value]) => ({ label, text: value }));
  return { ok: true, value: { text, values: all } };
}

/** What an expression reads if that is all it does, else the expression itself. */
function labelOf({ text }: Expression): string {
  return text.trim().replace(/^slots\.(?=\w+$)/, "");
}
