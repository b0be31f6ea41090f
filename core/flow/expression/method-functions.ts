import type { CallArguments } from "./call-arguments.ts";
import type { FunctionRule, Parameter } from "./function-rule.ts";
import { textForProgram } from "./text-of-value.ts";
import { failWith, maxResultChars, maxResultValues, toValue } from "./to-value.ts";
import { booleanType, integerType, textType } from "./type-algebra.ts";

export const numbers = ["integer", "number", "duration"] as const;
export const text: Parameter = { name: "text", accepts: ["text", "date", "time"] };
const count: Parameter = { name: "n", accepts: numbers };

/** What is called on a value: `message.text.contains("hi")`. Names and meaning are CEL's. */
export function createMethods(): readonly FunctionRule[] {
  return [...textMethods(), ...listMethods()];
}

function textMethods(): readonly FunctionRule[] {
  const method = (
    name: string,
    parameters: readonly Parameter[],
    gives: FunctionRule["gives"],
    run: FunctionRule["run"],
  ): FunctionRule => ({ name, receiver: text, parameters, gives, run });
  const part: Parameter = { ...text, name: "part" };
  const start: Parameter = { ...count, name: "start" };
  const end: Parameter = { ...count, name: "end", isOptional: true };
  return [
    method(
      "contains",
      [part],
      () => booleanType,
      (call) => call.text(0).includes(call.text(1)),
    ),
    method(
      "startsWith",
      [part],
      () => booleanType,
      (call) => call.text(0).startsWith(call.text(1)),
    ),
    method(
      "endsWith",
      [part],
      () => booleanType,
      (call) => call.text(0).endsWith(call.text(1)),
    ),
    method(
      "lowerAscii",
      [],
      () => textType,
      (call) => call.text(0).toLowerCase(),
    ),
    method(
      "upperAscii",
      [],
      () => textType,
      (call) => call.text(0).toUpperCase(),
    ),
    method(
      "trim",
      [],
      () => textType,
      (call) => call.text(0).trim(),
    ),
    method(
      "indexOf",
      [part],
      () => integerType,
      (call) => call.text(0).indexOf(call.text(1)),
    ),
    method(
      "lastIndexOf",
      [part],
      () => integerType,
      (call) => call.text(0).lastIndexOf(call.text(1)),
    ),
    method("substring", [start, end], () => textType, substring),
    method(
      "split",
      [{ ...text, name: "separator" }],
      () => ({ kind: "list", of: textType }),
      split,
    ),
  ];
}

function listMethods(): readonly FunctionRule[] {
  return [
    {
      name: "size",
      receiver: { name: "value", accepts: ["text", "list", "object"] },
      parameters: [],
      gives: () => integerType,
      run: sizeOf,
    },
    {
      name: "join",
      receiver: { name: "list", accepts: ["list"] },
      parameters: [{ ...text, name: "separator", isOptional: true }],
      gives: () => textType,
      run: (call) => {
        const texts = call.list(0).map((item) => textForProgram(toValue(item)));
        const separator = call.count > 1 ? call.text(1) : "";
        const chars = texts.reduce((sum, item) => sum + item.length + separator.length, 0);
        if (chars > maxResultChars)
          failWith(`join() would make more than ${maxResultChars} characters`);
        return texts.join(separator);
      },
    },
  ];
}

/** Characters as a person counts them in text: code points; entries in a list or object. */
export function sizeOf(call: CallArguments): number {
  const held = call.held(0);
  if (typeof held === "string") return Array.from(call.text(0)).length;
  if (Array.isArray(held)) return held.length;
  if (typeof held === "object" && held !== null) return Object.keys(held).length;
  return failWith("size() needs text, a list or an object");
}

function substring(call: CallArguments): string {
  const whole = call.text(0);
  return whole.slice(
    Math.max(0, call.integer(1)),
    call.count > 2 ? Math.max(0, call.integer(2)) : undefined,
  );
}

function split(call: CallArguments): readonly string[] {
  const parts = call.text(0).split(call.text(1), maxResultValues + 1);
  if (parts.length > maxResultValues) failWith("split() would make too many parts");
  return parts;
}
