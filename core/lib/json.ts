import { z } from "zod";
import { BotError } from "./bot-error.ts";

/** A value that survives JSON unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export const jsonSchema: z.ZodType<Json> = z.json();

/** Parses text and checks it; throws `JSON_INVALID` with what was wrong, never with the text. */
export function parseJson<T>(schema: z.ZodType<T>, text: string, what: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BotError("JSON_INVALID", `${what} is not JSON`, { cause: error });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path.join(".") ?? "";
  throw new BotError("JSON_INVALID", `${what}: ${path === "" ? "" : `${path}: `}${issue?.message}`);
}

/** JSON text with the keys of every object in code-unit order: equal values give equal text. */
export function canonicalJson(value: Json): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item !== "object" || item === null || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/**
 * The greatest nesting of `{` and `[` in JSON bytes, found without parsing, so that deep input is
 * refused before anything recurses over it. Stops counting at `limit + 1`.
 */
export function jsonDepth(bytes: Uint8Array, limit: number): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (inString) {
      if (byte === 0x5c) index += 1;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) {
      inString = true;
    } else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > deepest) deepest = depth;
      if (deepest > limit) return deepest;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth -= 1;
    }
  }
  return deepest;
}

/** A value as JSON would give it back: keys without a value are gone. */
export function toJson(value: object): Json {
  return parseJson(jsonSchema, JSON.stringify(value), "value");
}
