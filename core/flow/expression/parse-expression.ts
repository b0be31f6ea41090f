import { type ASTNode, ParseError } from "@marcbachmann/cel-js";
import { createBoundedCache } from "#core/lib/bounded-cache.ts";
import { celEnvironment, maxExpressionChars, maxKeptExpressions } from "./cel-environment.ts";
import type { ExpressionIssue } from "./issue.ts";

export type ParseReading =
  | { readonly ok: true; readonly ast: ASTNode }
  | { readonly ok: false; readonly issue: ExpressionIssue };

/**
 * Reads the form of an expression; says what is wrong with it in an author's words. One text is read
 * once, in whatever steps and flows it stands.
 */
export const parseExpression = createBoundedCache(maxKeptExpressions, readForm);

function readForm(text: string): ParseReading {
  const refusal = refuse(text);
  if (refusal !== undefined) return { ok: false, issue: refusal };
  try {
    return { ok: true, ast: celEnvironment().authored.parse(text).ast };
  } catch (error) {
    return { ok: false, issue: explain(error, text) };
  }
}

function refuse(text: string): ExpressionIssue | undefined {
  if (text.trim() === "") return syntax("the expression is empty", 0, text.length);
  if (text.length > maxExpressionChars) {
    const message = `an expression has ${maxExpressionChars} characters at most, this one ${text.length}`;
    return limit(message, maxExpressionChars, text.length);
  }
  const braces = text.indexOf("{{");
  if (braces === -1 || /["'].*\{\{/.test(text)) return undefined;
  const hint = "conditions and values are written bare: braces are for texts";
  return { ...syntax("{{ cannot stand inside an expression", braces, braces + 2), hint };
}

function explain(error: unknown, text: string): ExpressionIssue {
  if (!(error instanceof ParseError))
    return limit("the expression is nested too deep", 0, text.length);
  const start = Math.min(error.range?.start ?? 0, text.length);
  const end = Math.max(error.range?.end ?? start, start + 1);
  if (error.code === "limit_exceeded") {
    const message = `the expression is too large: ${limitWords(error.summary)}`;
    return limit(message, start, end);
  }
  if (error.code === "reserved_identifier") {
    const word = text.slice(start, end);
    const code = "FLOW_EXPRESSION_REFUSED";
    return { code, severity: "error", message: `"${word}" cannot be used as a name`, start, end };
  }
  const issue = syntax(describe(error, text, start), start, end);
  const hint = start < text.trimEnd().length ? suggest(text, start) : undefined;
  return hint === undefined ? issue : { ...issue, hint };
}

function limitWords(summary: string): string {
  if (summary.includes("maxDepth")) return "it is nested too deep";
  if (summary.includes("maxCallArguments")) return "a call has too many values";
  return "it has too many parts";
}

function describe(error: ParseError, text: string, start: number): string {
  switch (error.code) {
    case "unterminated_string":
    case "unterminated_triple_quoted_string":
      return "this quote is never closed";
    case "newline_in_string":
      return "a quoted text ends before the line does";
    case "invalid_macro_argument":
      return "the first value of a loop is the name of its item, such as x in list.map(x, x.name)";
    case "unexpected_character":
    case "unexpected_token":
    case "expected_token":
      return start >= text.trimEnd().length
        ? "something is missing at the end"
        : `did not expect "${wordAt(text, start)}" here`;
    default:
      return error.summary.charAt(0).toLowerCase() + error.summary.slice(1);
  }
}

function wordAt(text: string, start: number): string {
  return /^(\w+|[^\w\s]{1,3})/u.exec(text.slice(start))?.[0] ?? text.charAt(start);
}

/** What people write who know another language. */
const habits: readonly (readonly [RegExp, string])[] = [
  [/^=(?!=)|^===/, "two values are compared with =="],
  [/^and\b/i, "write && for and"],
  [/^or\b/i, "write || for or"],
  [/^is\b/i, "write == for is"],
  [/^&(?!&)/, "write && for and"],
  [/^\|(?!\|)/, "write || for or"],
  [/^\?\?/, "write default(value, otherwise)"],
  [/^\?\./, "write .? for a field that may be missing"],
  [/^[“”„‘’«»]/, "write straight quotes: \" or '"],
  [/^<>/, "write != for not equal"],
  [/^=>/, "write list.map(x, x.name), without =>"],
  [/^`/, "write \" or ' round texts"],
];

function suggest(text: string, start: number): string | undefined {
  // To the parser `not` is a name, so it stops at the word behind.
  if (/\bnot\s+$/i.test(text.slice(0, start))) return "write ! for not";
  // The parser may stop one sign later than where the habit begins.
  for (const at of [start, start - 1]) {
    const rest = text.slice(Math.max(0, at));
    const known = habits.find(([pattern]) => pattern.test(rest));
    if (known !== undefined) return known[1];
  }
  return undefined;
}

function syntax(message: string, start: number, end: number): ExpressionIssue {
  return { code: "FLOW_EXPRESSION_SYNTAX", severity: "error", message, start, end };
}

function limit(message: string, start: number, end: number): ExpressionIssue {
  return { code: "FLOW_EXPRESSION_LIMIT", severity: "error", message, start, end };
}
