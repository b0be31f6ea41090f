import type { Json, JsonObject } from "sapa/plugin";
import type { GraphError } from "./graph-error.ts";

/** Meta's refusal for something that must be there. */
export function missing(what: string): GraphError {
  return { code: 131008, details: `Required parameter is missing: ${what}` };
}

/** Meta's refusal for something that is there and wrong. */
export function invalid(details: string): GraphError {
  return { code: 131009, details };
}

/** Refuses a text that is absent, empty, or longer than `maxChars` UTF-16 units. */
export function checkText(
  value: Json | undefined,
  what: string,
  maxChars: number,
): GraphError | undefined {
  if (typeof value !== "string" || value === "") return missing(what);
  if (value.length <= maxChars) return undefined;
  return invalid(`${what} length invalid. Min length: 1, Max length: ${maxChars}`);
}

/** Like `checkText`, and fine if it is absent. */
export function checkOptionalText(
  value: Json | undefined,
  what: string,
  maxChars: number,
): GraphError | undefined {
  return value === undefined ? undefined : checkText(value, what, maxChars);
}

/** Refuses the second of two equal texts among `key` of the items. */
export function checkUnique(
  items: readonly (JsonObject | undefined)[],
  key: string,
  what: string,
): GraphError | undefined {
  const seen = new Set<Json | undefined>();
  for (const item of items) {
    const value = item?.[key];
    if (seen.has(value)) return invalid(`Duplicated ${what}: each must be unique`);
    seen.add(value);
  }
  return undefined;
}

/** The first refusal of several checks, made in order and only as far as needed. */
export function firstError(
  ...checks: readonly (() => GraphError | undefined)[]
): GraphError | undefined {
  for (const check of checks) {
    const error = check();
    if (error !== undefined) return error;
  }
  return undefined;
}
