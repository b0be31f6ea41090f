import { parseDuration } from "#core/lib/duration.ts";
import type { CallArguments } from "./call-arguments.ts";
import type { FunctionRule, Parameter } from "./function-rule.ts";
import { numbers, sizeOf, text } from "./method-functions.ts";
import { compilePattern, maxMatchedChars, type PatternReading } from "./pattern.ts";
import { textForProgram } from "./text-of-value.ts";
import { failWith } from "./to-value.ts";
import {
  booleanType,
  integerType,
  mayBeNull,
  numberType,
  orNull,
  textType,
  uniteTypes,
  withoutNull,
} from "./type-algebra.ts";
import type { Value } from "./value.ts";

/** Steps of a matcher, one instruction on one sign, that count as one piece of work. */
const stepsPerWork = 256;

const anything: Parameter = { name: "value", accepts: "all", takesNull: true };

/** Functions that reckon: no language, no time zone. */
export function createPlainFunctions(
  patterns: (pattern: string) => PatternReading,
): readonly FunctionRule[] {
  return [
    {
      name: "default",
      parameters: [anything, { ...anything, name: "otherwise" }],
      gives: ([value, otherwise]) => defaultType(value, otherwise),
      run: (call) => (isUnset(call.value(0)) ? call.value(1) : call.value(0)),
    },
    {
      name: "has",
      parameters: [anything],
      gives: () => booleanType,
      run: (call) => call.value(0) !== null,
    },
    {
      name: "re",
      parameters: [text, { name: "pattern", accepts: ["text"], checkLiteral: checkPattern }],
      gives: () => booleanType,
      run: (call) => runPattern(patterns(call.text(1)), call.text(0), call),
    },
    {
      name: "size",
      parameters: [{ name: "value", accepts: ["text", "list", "object"] }],
      gives: () => integerType,
      run: sizeOf,
    },
    {
      name: "int",
      parameters: [{ name: "value", accepts: [...numbers, "text", "boolean"] }],
      gives: () => integerType,
      run: (call) => Math.trunc(toNumber(call, "int")),
    },
    {
      name: "double",
      parameters: [{ name: "value", accepts: [...numbers, "text"] }],
      gives: () => numberType,
      run: (call) => toNumber(call, "double"),
    },
    {
      name: "string",
      parameters: [anything],
      gives: () => textType,
      run: (call) => textForProgram(call.value(0)),
    },
    {
      name: "duration",
      parameters: [{ name: "text", accepts: ["text"], checkLiteral: checkDuration }],
      gives: () => ({ kind: "duration" }),
      run: (call) => {
        const reading = parseDuration(call.text(0));
        return reading.kind === "ok" ? reading.value : failWith(reading.message);
      },
    },
  ];
}

/** Null and blank text are unset: a person who sent nothing but a space has said nothing. */
function isUnset(value: Value): boolean {
  return value === null || (typeof value === "string" && value.trim() === "");
}

type TypeOrNone = Parameters<FunctionRule["gives"]>[0][number] | undefined;

function defaultType(value: TypeOrNone, otherwise: TypeOrNone) {
  const known = withoutNull(value ?? { kind: "any" });
  const other = otherwise ?? { kind: "any" };
  const united = value?.kind === "null" ? other : uniteTypes(known, withoutNull(other));
  return mayBeNull(other) ? orNull(united) : united;
}

function checkPattern(pattern: string): string | undefined {
  const reading = compilePattern(pattern);
  return reading.ok ? undefined : reading.message;
}

function runPattern(reading: PatternReading, subject: string, call: CallArguments): boolean {
  if (!reading.ok) return failWith(reading.message);
  if (subject.length > maxMatchedChars) {
    return failWith(`re() matches texts of ${maxMatchedChars} characters at most`);
  }
  call.context.spend((subject.length * reading.size) / stepsPerWork);
  return reading.matches(subject);
}

function checkDuration(written: string): string | undefined {
  const reading = parseDuration(written);
  return reading.kind === "ok" ? undefined : reading.message;
}

function toNumber(call: CallArguments, name: string): number {
  const value = call.value(0);
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
  if (Number.isFinite(number)) return number;
  return failWith(
    `${name}() cannot read a number from ${value === null ? "nothing" : "this text"}`,
  );
}
