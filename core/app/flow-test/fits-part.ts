import type { Json, JsonObject } from "#core/lib/json.ts";

/**
 * Whether a value is what a test asks of it. Of an object only the keys that are asked for count;
 * lists are as long as they are written; everything else is equal.
 */
export function fitsPart(wanted: Json, actual: Json | undefined): boolean {
  if (actual === undefined) return false;
  if (isJsonList(wanted)) {
    if (!isJsonList(actual) || actual.length !== wanted.length) return false;
    return wanted.every((item, index) => fitsPart(item, actual[index]));
  }
  if (isJsonObject(wanted)) {
    if (!isJsonObject(actual)) return false;
    return Object.entries(wanted).every(([key, item]) =>
      fitsPart(item, Object.hasOwn(actual, key) ? actual[key] : undefined),
    );
  }
  return wanted === actual;
}

/** Of a value that is there, the keys that a test asks for: what a difference is shown of. */
export function askedPart(wanted: Json, actual: Json | undefined): Json {
  if (actual === undefined) return null;
  if (!isJsonObject(wanted) || !isJsonObject(actual)) return actual;
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([key, item]) =>
      Object.hasOwn(actual, key) ? [[key, askedPart(item, actual[key])]] : [],
    ),
  );
}

function isJsonList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

export function isJsonObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !isJsonList(value);
}
