import type { CallArguments } from "./call-arguments.ts";
import type { ValueKind, ValueType } from "./name-types.ts";
import type { Value } from "./value.ts";

/** One value that a function takes. */
export interface Parameter {
  readonly name: string;
  /** Kinds that fit; `any` always does. */
  readonly accepts: readonly ValueKind[] | "all";
  /** May be left out; only at the end. */
  readonly isOptional?: boolean;
  /** Null is taken too. */
  readonly takesNull?: boolean;
  /** What is wrong with a text that the author wrote out, or undefined if it is fine. */
  readonly checkLiteral?: (text: string) => string | undefined;
}

/** A function or method of the flow language: how it is checked, and what it does. */
export interface FunctionRule {
  readonly name: string;
  /** Set for methods, called as `value.name(…)`: what stands before the dot. */
  readonly receiver?: Parameter;
  readonly parameters: readonly Parameter[];
  readonly gives: (types: readonly ValueType[]) => ValueType;
  /** Total but for `failWith`. A method's receiver is argument 0. */
  readonly run: (call: CallArguments) => Value;
}

/** How a function is called, for messages: `plural(n, one, other)`. */
export function describeUsage(rule: FunctionRule): string {
  const names = rule.parameters.map((parameter) =>
    parameter.isOptional === true ? `[${parameter.name}]` : parameter.name,
  );
  const call = `${rule.name}(${names.join(", ")})`;
  return rule.receiver === undefined ? call : `${rule.receiver.name}.${call}`;
}
