import type { Json } from "#core/lib/json.ts";

/** True for a list; `Array.isArray` alone forgets what is in it. */
export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
