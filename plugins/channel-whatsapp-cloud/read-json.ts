import type { Json, JsonObject } from "sapa/plugin";

/** What `JSON.parse` gives, typed; undefined if the text is not JSON. */
export function readJson(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isParsed(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `JSON.parse` makes nothing but JSON, so that there is nothing left to look at. */
function isParsed(value: unknown): value is Json {
  return value !== undefined;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value if it is an object, else undefined. */
export function objectOf(value: Json | undefined): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

const none: readonly Json[] = [];

/** The items if it is an array, else none. */
export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : none;
}

/** A string as it is, a number as text (Meta changes between the two), else undefined. */
export function textOf(value: Json | undefined): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : undefined;
}

/** A finite number, also when it came as text; else undefined. */
export function numberOf(value: Json | undefined): number | undefined {
  if (typeof value !== "number" && typeof value !== "string") return undefined;
  const number = value === "" ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
}

export function flagOf(value: Json | undefined): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}
