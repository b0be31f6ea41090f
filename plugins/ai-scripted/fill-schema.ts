import { canonicalJson, type Json, type JsonObject } from "sapa/plugin";

/**
 * JSON with the keys that a schema wants: the answer as it is if it has them all, else in the first
 * place that is no yes or no; every yes or no is `verdict`, the rest is null.
 */
export function fillSchema(schema: JsonObject, answer: Json, verdict: boolean): string {
  const properties = schema["properties"];
  if (!isObject(properties)) return canonicalJson(answer);
  const names = Object.keys(properties);
  if (isObject(answer) && names.every((name) => name in answer)) return canonicalJson(answer);
  const place = names.find((name) => !isYesOrNo(properties[name]));
  const filled = names.map((name): [string, Json] => {
    if (isYesOrNo(properties[name])) return [name, verdict];
    return [name, name === place ? answer : null];
  });
  return canonicalJson(Object.fromEntries(filled));
}

function isYesOrNo(schema: Json | undefined): boolean {
  return isObject(schema) && schema["type"] === "boolean";
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
