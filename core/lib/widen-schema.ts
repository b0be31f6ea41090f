import type { Json, JsonObject } from "./json.ts";

/** How a JSON Schema becomes part of another one. */
export interface Widening {
  /** What its definition is called there; its own definitions follow as `name_…`. */
  readonly name: string;
  /** A schema of what may stand in the place of any value but the whole. */
  readonly also: Json;
  /** Values that take what `also` means anyway, and so stay as they are. */
  readonly isWideEnough: (schema: JsonObject) => boolean;
}

/**
 * A JSON Schema as definitions of another one, in which every value may also be `also`: a template
 * where a number belongs, a reference where a text does. What describes a value stays with it.
 */
export function widenSchema(
  schema: JsonObject,
  widening: Widening,
): Readonly<Record<string, JsonObject>> {
  const { $schema: _, $defs, definitions, ...root } = schema;
  const own = { ...asMap($defs), ...asMap(definitions) };
  const named = Object.entries(own).map(
    ([key, value]) => [`${widening.name}_${key}`, asMap(widen(value, widening))] as const,
  );
  return { [widening.name]: inside(root, widening), ...Object.fromEntries(named) };
}

/** A JSON Schema that holds a value to `wanted` where it fits `condition`. */
export function whereThen(condition: JsonObject, wanted: JsonObject): JsonObject {
  // An object with a literal `then` looks like a promise to whoever awaits it.
  return Object.fromEntries(new Map<string, JsonObject>().set("if", condition).set("then", wanted));
}

const annotations = ["title", "description", "markdownDescription", "default", "examples"];
/** Keywords that say something of a value itself, beside those that only describe it. */
const maps = ["properties", "patternProperties"];
const lists = ["anyOf", "oneOf", "allOf"];
const single = ["items", "additionalProperties"];

function widen(value: Json, widening: Widening): Json {
  if (!isMap(value)) return value;
  const schema = inside(value, widening);
  const about = Object.entries(schema).filter(([key]) => annotations.includes(key));
  const rest = Object.entries(schema).filter(([key]) => !annotations.includes(key));
  const saysNothing = rest.length === 0;
  const isElsewhere = rest.every(([key]) => key === "$ref" || key === "allOf");
  if (saysNothing || isElsewhere || widening.isWideEnough(value)) return schema;
  return { ...Object.fromEntries(about), anyOf: [Object.fromEntries(rest), widening.also] };
}

/** The schema with what is below it widened, and what it refers to under its other name. */
function inside(schema: JsonObject, widening: Widening): JsonObject {
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]): [string, Json] => {
      if (key === "$ref") return [key, rename(value, widening.name)];
      if (single.includes(key)) return [key, widen(value, widening)];
      if (maps.includes(key)) return [key, mapValues(value, (item) => widen(item, widening))];
      if (lists.includes(key) && isList(value)) {
        return [key, value.map((item) => (isMap(item) ? inside(item, widening) : item))];
      }
      return [key, value];
    }),
  );
}

function rename(ref: Json, name: string): Json {
  if (typeof ref !== "string") return ref;
  const found = /^#\/(?:\$defs|definitions)\/(.+)$/.exec(ref)?.[1];
  return `#/definitions/${found === undefined ? name : `${name}_${found}`}`;
}

function mapValues(value: Json, change: (item: Json) => Json): Json {
  return isMap(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]))
    : value;
}

function asMap(value: Json | undefined): JsonObject {
  return isMap(value) ? value : {};
}

function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
