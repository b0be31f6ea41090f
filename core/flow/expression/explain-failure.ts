import {
  EvaluationError as CelEvaluationError,
  TypeError as CelTypeError,
  ParseError,
} from "@marcbachmann/cel-js";
import type { GeneratedCel } from "./generate-cel.ts";
import { contextKey } from "./scope.ts";
import type { EvaluationError } from "./value.ts";

/** Turns what the engine threw into an evaluation error, at the author's place and in their words. */
export function explainFailure(error: unknown, generated: GeneratedCel): EvaluationError {
  const code = "FLOW_EXPRESSION_FAILED";
  const isKnown = isCelError(error);
  const range = isKnown ? error.range : undefined;
  const { start, end } = generated.locate(range?.start ?? 0, range?.end ?? generated.text.length);
  const message = isKnown ? describe(error) : "the expression is too large to work out";
  return { code, message, start, end: Math.max(end, start + 1) };
}

type CelError = CelEvaluationError | CelTypeError | ParseError;

function isCelError(error: unknown): error is CelError {
  return (
    error instanceof CelEvaluationError ||
    error instanceof CelTypeError ||
    error instanceof ParseError
  );
}

function describe(error: CelError): string {
  const { code, summary } = error;
  switch (code) {
    case "no_such_overload":
      return noOverload(summary);
    case "no_such_key":
      return `there is no field "${summary.replace(/^No such key: /, "")}"`;
    case "index_out_of_bounds":
      return noEntry(summary);
    case "division_by_zero":
    case "modulo_by_zero":
      return "something is divided by 0";
    case "invalid_logical_operand":
    case "invalid_condition_type":
      return `needs true or false, here it is ${wordFor(/got '([^']*)'/.exec(summary)?.[1] ?? "")}`;
    case "unknown_variable":
      return `${nameOf(summary.replace(/^Unknown variable: /, ""))} has no value`;
    case "optional_value_missing":
      return "the value is missing";
    default:
      return summary;
  }
}

/** The engine says `index 5 >= size 2`, `>= size undefined` for an empty list, or `index -1 < 0`. */
function noEntry(summary: string): string {
  const index = /, index (\S+)/.exec(summary)?.[1] ?? "";
  const size = /size (\d+)$/.exec(summary)?.[1] ?? "0";
  if (index.startsWith("-")) return `there is no entry ${index}: entries are counted from 0`;
  return `there is no entry ${index}: the list has ${size}`;
}

/** The author's name for a key of the context. */
function nameOf(key: string): string {
  return key.slice(contextKey("").length);
}

/** `dyn<null> > double`: says which side is empty, or which types do not go together. */
function noOverload(summary: string): string {
  const match = /^no such overload: (?:(.+) )?([-!]|==|!=|<=|>=|[<>+*/%]|in) ?(.+)$/.exec(summary);
  const [left, operator, right] = [match?.[1], match?.[2], match?.[3]];
  if (operator === undefined || right === undefined) return summary;
  const types = [left, right].flatMap((type) => (type === undefined ? [] : [wordFor(type)]));
  if (types.includes("empty")) {
    const side =
      types.length === 1 ? "the value" : types[0] === "empty" ? "the left side" : "the right side";
    return `${side} of ${operator} is empty`;
  }
  return types.length === 1
    ? `${operator} cannot be used on ${types[0]}`
    : `${types[0]} ${operator} ${types[1]} has no meaning`;
}

const words: readonly (readonly [RegExp, string])[] = [
  [/^null/, "empty"],
  [/^string/, "text"],
  [/^(double|int)/, "a number"],
  [/^bool/, "true or false"],
  [/^list/, "a list"],
  [/^map/, "an object"],
];

function wordFor(type: string): string {
  const inner = type.replace(/^dyn<(.*)>$/, "$1");
  return words.find(([pattern]) => pattern.test(inner))?.[1] ?? "a value that may be missing";
}
