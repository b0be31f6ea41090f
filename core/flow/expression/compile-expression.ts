import { celEnvironment } from "./cel-environment.ts";
import { checkExpression } from "./check-expression.ts";
import { explainFailure } from "./explain-failure.ts";
import { type GeneratedCel, generateCel } from "./generate-cel.ts";
import type { ExpressionIssue } from "./issue.ts";
import type { NameTypes, ValueType } from "./name-types.ts";
import { parseExpression } from "./parse-expression.ts";
import type { Scope } from "./scope.ts";
import { toValue } from "./to-value.ts";
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
  const prepared = prepare(generated);
  if (!prepared.ok) return { ok: false, errors: [prepared.issue] };
  const names = [...findings.names];
  const evaluate = createEvaluate(prepared.run, generated);
  return { ok: true, expression: { text, type, names, warnings: issues, evaluate } };
}

type Run = (context: Readonly<Record<string, unknown>>) => unknown;

/** Lets the engine read and check what was generated, so that no evaluation has to. */
function prepare(
  generated: GeneratedCel,
):
  | { readonly ok: true; readonly run: Run }
  | { readonly ok: false; readonly issue: ExpressionIssue } {
  let failure: unknown;
  try {
    const parsed = celEnvironment().engine.parse(generated.text);
    const run: Run = parsed;
    const checked = parsed.check();
    if (checked.valid) return { ok: true, run };
    failure = checked.error;
  } catch (error) {
    failure = error;
  }
  const { message, start, end } = explainFailure(failure, generated);
  return {
    ok: false,
    issue: { code: "FLOW_TYPE_MISMATCH", severity: "error", message, start, end },
  };
}

function createEvaluate(run: Run, generated: GeneratedCel): Expression["evaluate"] {
  return (scope) => {
    try {
      scope.call.begin();
      return { ok: true, value: toValue(run(scope.context)) };
    } catch (error) {
      return { ok: false, error: explainFailure(error, generated) };
    }
  };
}
