import type { Json, JsonObject } from "sapa/plugin";

/** Words that the strict form does not take. Source: OpenAI API, structured outputs. */
const unknownWords = new Set([
  "allOf",
  "not",
  "dependentRequired",
  "dependentSchemas",
  "if",
  "then",
  "else",
  "patternProperties",
  "propertyNames",
  "oneOf",
]);

/**
 * True if a schema can be promised: every object closed, each of its properties required, the top an
 * object. Another one is sent as a hint, and the host checks the answer as always.
 */
export function isStrict(schema: JsonObject): boolean {
  return schema["type"] === "object" && isStrictPart(schema);
}

function isStrictPart(part: Json): boolean {
  if (Array.isArray(part)) return part.every(isStrictPart);
  if (!isObject(part)) return true;
  if (Object.keys(part).some((word) => unknownWords.has(word))) return false;
  if (part["type"] === "object" && !isClosed(part)) return false;
  return Object.entries(part).every(([word, value]) => word === "const" || isStrictPart(value));
}

function isClosed({ properties, required, additionalProperties }: JsonObject): boolean {
  if (additionalProperties !== false || properties === undefined || !isObject(properties))
    return false;
  const names = Array.isArray(required) ? required : [];
  return Object.keys(properties).every((name) => names.includes(name));
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
