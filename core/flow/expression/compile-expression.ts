import { createBoundedCache } from "#core/lib/bounded-cache.ts";
import { celEnvironment, maxKeptExpressions } from "./cel-environment.ts";
import { checkExpression } from "./check-expression.ts";
import { explainFailure } from "./explain-failure.ts";
import { type GeneratedCel, generateCel } from "./generate-cel.ts";
import type { ExpressionIssue } from "./issue.ts";
import type { NameTypes, ValueType } from "./name-types.ts";
import { parseExpression } from "./parse-expression.ts";
import type { Scope } from "./scope.ts";
import { failWith, toValue } from "./to-value.ts";
import type { Evaluated } from "./value.ts";

/** A checked expression. Immutable; made once, evaluated any number of times. */
export interface Expression {
  readonly text: string;
  readonly type: ValueType;
  /** Dotted names that it reads, longest known form, without duplicates: `slots.cups`, `contact.name`. */
  readonly names: readonly string[];
  /** Issues that do not keep it from running. */
  readonly warnings: readonly ExpressionIssue[];
  /** Total: whatever the scope holds, it gives a value or an error and never throws. */
  evaluate(scope: Scope): Evaluated;
}

export type ExpressionReading =
  | { readonly ok: true; readonly expression: Expression }
  | { readonly ok: false; readonly errors: readonly ExpressionIssue[] };

/** Reads and type-checks one CEL expression against the names that exist where it stands. */
export function compileExpression(text: string, declarations: NameTypes): ExpressionReading {
  const parsed = parseExpression(text);
  if (!parsed.ok) return { ok: false, errors: [parsed.issue] };
  const { table } = celEnvironment();
  const { type, findings } = checkExpression(parsed.ast, declarations, table);
  const issues = findings.issues.toSorted((a, b) => a.start - b.start);
  const errors = issues.filter((issue) => issue.severity === "error");
  if (errors.length > 0) return { ok: false, errors };
  const generated = generateCel(parsed.ast, findings, table);
  const prepared = prepare(generated.text);
  if (!prepared.ok) {
    const { message, start, end } = explainFailure(prepared.failure, generated);
    const code = "FLOW_TYPE_MISMATCH";
    return { ok: false, errors: [{ code, severity: "error", message, start, end }] };
  }
  const names = [...findings.names];
  const evaluate = createEvaluate(prepared.run, generated);
  return { ok: true, expression: { text, type, names, warnings: issues, evaluate } };
}

type Run = (context: Readonly<Record<string, unknown>>) => unknown;

type Prepared =
  | { readonly ok: true; readonly run: Run }
  | { readonly ok: false; readonly failure: unknown };

/**
 * Lets the engine read and check what was generated, so that no evaluation has to. What it makes of a
 * text has no state: expressions that come to the same text share it.
 */
const prepare = createBoundedCache(maxKeptExpressions, (text): Prepared => {
  try {
    const parsed = celEnvironment().engine.parse(text);
    const run: Run = parsed;
    const checked = parsed.check();
    return checked.valid ? { ok: true, run } : { ok: false, failure: checked.error };
  } catch (failure) {
    return { ok: false, failure };
  }
});

function createEvaluate(run: Run, generated: GeneratedCel): Expression["evaluate"] {
  return (scope) => {
    try {
      scope.call.begin(failWith);
      return { ok: true, value: toValue(run(scope.context)) };
    } catch (error) {
      return { ok: false, error: explainFailure(error, generated) };
    }
  };
}
