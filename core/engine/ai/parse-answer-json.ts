import { type Json, jsonSchema } from "#core/lib/json.ts";

/** The JSON in an answer; models like to put it between fences. Undefined: there is none. */
export function parseAnswerJson(text: string): Json | undefined {
  const inner = /^\s*```(?:json)?\s*([\s\S]*?)```\s*$/.exec(text)?.[1] ?? text;
  try {
    const result = jsonSchema.safeParse(JSON.parse(inner));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}
