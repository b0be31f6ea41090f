import { type Json, jsonSchema } from "#core/lib/json.ts";

/** Every text in a value, however deep, in order; keys are the author's and left out. */
export function textsIn(value: Json): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** The value with every text of it changed; keys and everything else stay. */
export function mapTexts(value: Json, change: (text: string) => string): Json {
  const copy: unknown = JSON.parse(JSON.stringify(value), (_key, item: unknown) =>
    typeof item === "string" ? change(item) : item,
  );
  return jsonSchema.parse(copy);
}
