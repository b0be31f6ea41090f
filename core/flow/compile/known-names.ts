import { learnFrom } from "#core/flow/expression/narrowing.ts";
import { parseExpression } from "#core/flow/expression/parse-expression.ts";

/** Slots, locals and parts of the message that certainly have a value where a condition is true, and where it is not. */
export interface KnownNames {
  readonly whenTrue: readonly string[];
  readonly whenFalse: readonly string[];
}

/** What `slots.x != null` and the like tell about the steps that stand under them. */
export function knownNames(condition: string): KnownNames {
  const parsed = parseExpression(condition);
  if (!parsed.ok) return { whenTrue: [], whenFalse: [] };
  const { whenTrue, whenFalse } = learnFrom(parsed.ast);
  return { whenTrue: whenTrue.map(bareName), whenFalse: whenFalse.map(bareName) };
}

function bareName(path: string): string {
  return path.replace(/^slots\./, "");
}

/** Whether a name is a part of what moved the run, such as `message.order`: the next input has others. */
export function isFactOfInput(name: string): boolean {
  return name.startsWith("message.") || name.startsWith("event.");
}
