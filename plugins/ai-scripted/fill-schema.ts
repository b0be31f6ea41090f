import type { Json, JsonObject } from "sapa/plugin";

/**
 * JSON with the keys that a schema wants: the answer as it is if it has them all, else in the first
 * place that is no yes or no, as far as it is of that place's kind; every yes or no is `verdict`, the
 * rest is null.
 */
export function fillSchema(schema: JsonObject, answer: Json, verdict: boolean): Json {
  const { properties } = schema;
  if (!isObject(properties)) return answer;
  const names = Object.keys(properties);
  if (isObject(answer) && names.every((name) => name in answer)) return answer;
  const place = names.find((name) => !isYesOrNo(properties[name]));
  const filled = names.map((name): [string, Json] => {
    const inner = properties[name];
    if (isYesOrNo(inner)) return [name, verdict];
    return [name, name === place ? put(answer, inner, verdict) : null];
  });
  return Object.fromEntries(filled);
}

function put(answer: Json, schema: Json | undefined, verdict: boolean): Json {
  if (!isObject(schema)) return answer;
  if (isObject(schema["properties"])) return fillSchema(schema, answer, verdict);
  return isOf(schema, answer) ? answer : null;
}

/** Whether a rule's JSON answers a question of this form: all that must be there, or its one place. */
export function fitsSchema(answer: Json, schema: JsonObject): boolean {
  const { properties, required } = schema;
  if (!isObject(properties)) return isOf(schema, answer) && !isFreeText(schema, answer);
  const names = Object.keys(properties);
  const wanted = Array.isArray(required) ? required : names;
  if (isObject(answer) && wanted.every((name) => String(name) in answer)) return true;
  const [place, other] = names.filter((name) => !isYesOrNo(properties[name]));
  if (place === undefined || other !== undefined) return false;
  const inner = properties[place];
  return !isObject(inner) || fitsSchema(answer, inner);
}

/** Words where any words will do: those are for `reply`. */
function isFreeText({ enum: values, type }: JsonObject, answer: Json): boolean {
  return typeof answer === "string" && values === undefined && type !== undefined;
}

/** By `enum` and `type`, as far as the schema has them. */
function isOf({ enum: values, type }: JsonObject, answer: Json): boolean {
  if (Array.isArray(values)) return values.includes(answer);
  const types = type === undefined ? [] : [type].flat();
  if (types.length === 0) return true;
  if (typeof answer === "number") return types.includes("number") || types.includes("integer");
  if (Array.isArray(answer)) return types.includes("array");
  return types.includes(answer === null ? "null" : typeof answer);
}

function isYesOrNo(schema: Json | undefined): boolean {
  return isObject(schema) && schema["type"] === "boolean";
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
