import { EvaluationError as CelError, Optional } from "@marcbachmann/cel-js";
import type { Value } from "./value.ts";

/** Most values that one result may hold, counted through all lists and objects. */
export const maxResultValues = 10_000;
/** Longest text that an expression may make, in UTF-16 units. */
export const maxResultChars = 65_536;
const maxResultDepth = 50;

/**
 * Plain JSON from what the engine gives: its big integers become numbers, an optional its content or
 * null. Throws the engine's error for what JSON cannot hold or what is too large.
 */
export function toValue(raw: unknown): Value {
  return convert(raw, 0, { left: maxResultValues });
}

function convert(raw: unknown, depth: number, budget: { left: number }): Value {
  if (raw === null || typeof raw === "boolean") return raw;
  if (typeof raw === "number") return finite(raw);
  if (typeof raw === "bigint") return finite(Number(raw));
  if (typeof raw === "object") return convertObject(raw, depth, budget);
  if (typeof raw !== "string") return failWith("the result is not a value");
  if (raw.length > maxResultChars) failWith(`a text is longer than ${maxResultChars} characters`);
  return raw;
}

function finite(value: number): number {
  if (!Number.isFinite(value)) failWith("the result is not a number (was something divided by 0?)");
  return value === 0 ? 0 : value;
}

function convertObject(raw: object, depth: number, budget: { left: number }): Value {
  if (raw instanceof Optional) return convert(raw.orValue(null), depth, budget);
  if (depth >= maxResultDepth)
    failWith(`the result is nested deeper than ${maxResultDepth} levels`);
  const items: readonly [string, unknown][] = Object.entries(raw);
  budget.left -= items.length;
  if (budget.left < 0) failWith(`the result holds more than ${maxResultValues} values`);
  if (Array.isArray(raw)) return raw.map((item: unknown) => convert(item, depth + 1, budget));
  const prototype: unknown = Object.getPrototypeOf(raw);
  if (prototype !== null && prototype !== Object.prototype) failWith("the result is not a value");
  const object: Record<string, Value> = { __proto__: null };
  for (const [key, item] of items) object[key] = convert(item, depth + 1, budget);
  return object;
}

/** Ends the evaluation; the engine adds the place in the expression. */
export function failWith(message: string): never {
  throw new CelError(message);
}
