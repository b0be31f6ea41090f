import type { Json, JsonObject } from "sapa/plugin";
import type { GraphError } from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";
import { numberOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";

/** For texts whose limit Meta does not tell. */
export const anyLength = Number.MAX_SAFE_INTEGER;

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

/** Refuses a text that is absent or no web address. */
export function checkUrl(value: Json | undefined, what: string): GraphError | undefined {
  const isMissing = checkText(value, what, 2_000);
  if (isMissing !== undefined || typeof value !== "string") return isMissing;
  return /^https?:\/\/[^\s]+$/i.test(value) ? undefined : invalid(`${what} is no valid URL`);
}

/** Refuses a number, or a text of one, that is absent or outside of the bounds. */
export function checkNumber(
  value: Json | undefined,
  what: string,
  min: number,
  max: number,
): GraphError | undefined {
  if (value === undefined || value === null) return missing(what);
  const number = numberOf(value);
  return number !== undefined && number >= min && number <= max
    ? undefined
    : invalid(`${what} must be a number from ${min} to ${max}`);
}

/** Refuses a list with too few or too many items. */
export function checkCount(
  items: readonly unknown[],
  what: string,
  min: number,
  max: number,
): GraphError | undefined {
  if (items.length >= min && items.length <= max) return undefined;
  return invalid(`Invalid ${what} count. Min allowed ${what}: ${min}, Max allowed ${what}: ${max}`);
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
