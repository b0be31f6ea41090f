import type { z } from "zod";
import { nearest } from "#core/lib/nearest.ts";
import { acceptsType, isOptionalField, schemaFields } from "./schema-shape.ts";

type Schema = z.core.$ZodType;

/**
 * The option of a union that an author most likely meant, as an index: by type for plain values, by
 * the keys present for objects. The first key weighs most (steps begin with their verb), a typo of a
 * key counts half. Undefined if nothing speaks for any option.
 */
export function pickUnionBranch(options: readonly Schema[], value: unknown): number | undefined {
  const fitting = options.flatMap((option, index) => (acceptsType(option, value) ? [index] : []));
  if (typeof value !== "object" || value === null || Array.isArray(value)) return fitting[0];
  const keys = Object.keys(value);
  let best: number | undefined;
  let bestScore = 0;
  for (const index of fitting) {
    const option = options[index];
    const score = option === undefined ? 0 : scoreOption(option, keys);
    if (score > bestScore) {
      best = index;
      bestScore = score;
    }
  }
  return best;
}

/** Zero means that the keys do not speak for the option. */
function scoreOption(option: Schema, keys: readonly string[]): number {
  const fields = schemaFields(option);
  // A record takes any key, so it fits if no option that names its keys does.
  if (fields === undefined) return 0.1;
  const required = requiredKeys(option);
  let score = 0;
  let isNamed = required.length === 0;
  keys.forEach((key, position) => {
    const weight = position === 0 ? 8 : 1;
    if (fields.has(key)) {
      score += required.includes(key) ? weight + 4 : weight;
      isNamed ||= required.includes(key);
    } else if (nearest(key, required) !== undefined) {
      score += (weight + 4) / 2;
      isNamed = true;
    }
  });
  const missing = required.filter((key) => !keys.includes(key)).length;
  return isNamed ? Math.max(score - missing, 0.2) : 0;
}

const requiredOf = new WeakMap<Schema, readonly string[]>();

/** The keys that an object schema cannot do without. */
export function requiredKeys(schema: Schema): readonly string[] {
  const known = requiredOf.get(schema);
  if (known !== undefined) return known;
  const fields = schemaFields(schema) ?? new Map<string, Schema>();
  const keys = [...fields].flatMap(([key, field]) => (isOptionalField(field) ? [] : [key]));
  requiredOf.set(schema, keys);
  return keys;
}
