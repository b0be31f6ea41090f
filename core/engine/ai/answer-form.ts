import { z } from "zod";
import type { Json, JsonObject } from "#core/lib/json.ts";
import { jsonSchema } from "#core/lib/json.ts";
import type { AiAsk } from "#core/model/ai.ts";

/** What an answer's text turned out to be. */
export type AnswerReading =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "json"; readonly value: Json; readonly text: string }
  /** By the model's own word. */
  | { readonly kind: "outside" }
  /** `problem` is for the model, for its second try. */
  | { readonly kind: "unreadable"; readonly problem: string };

/** How an answer has to look, and how it is read. */
export interface AnswerForm {
  /** JSON Schema of the answer; undefined: words. */
  readonly schema: JsonObject | undefined;
  read(text: string): AnswerReading;
}

/** The form of what is asked. Throws what zod throws for a schema that it cannot hold an answer to. */
export function answerForm(ask: Pick<AiAsk, "task" | "schema" | "choices">): AnswerForm {
  if (ask.task === "route") return choiceForm(Object.keys(ask.choices ?? {}));
  if (ask.schema !== undefined) return valueForm(ask.schema);
  return { schema: undefined, read: (text) => ({ kind: "text", text: text.trim() }) };
}

function choiceForm(keys: readonly string[]): AnswerForm {
  const choice = { type: ["string", "null"], enum: [...keys, null] };
  return {
    schema: objectOf({ choice }),
    read(text) {
      const found = parse(text);
      const value = isObject(found) ? found["choice"] : found;
      if (value === null || (typeof value === "string" && keys.includes(value))) {
        return { kind: "json", value, text };
      }
      return { kind: "unreadable", problem: `choice has to be one of ${list(keys)} or null` };
    },
  };
}

/** The value in an object of its own: vendors promise a schema only for objects. */
function valueForm(schema: Json): AnswerForm {
  const checked = z.fromJSONSchema(isObject(schema) ? { ...schema } : true);
  const defs = isObject(schema) ? schema["$defs"] : undefined;
  return {
    schema: objectOf({ answer: schema }, defs),
    read(text) {
      const found = parse(text);
      if (found === undefined) return { kind: "unreadable", problem: "the answer is not JSON" };
      const isWrapped = isObject(found) && Object.keys(found).length === 1 && "answer" in found;
      const result = checked.safeParse(isWrapped ? found["answer"] : found);
      if (!result.success) return { kind: "unreadable", problem: issueText(result.error) };
      return { kind: "json", value: jsonSchema.parse(result.data), text };
    },
  };
}

function objectOf(properties: JsonObject, defs?: Json): JsonObject {
  return {
    type: "object",
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
    ...(defs === undefined ? {} : { $defs: defs }),
  };
}

/** The JSON in an answer; models like to put it between fences. Undefined: there is none. */
function parse(text: string): Json | undefined {
  const inner = /^\s*```(?:json)?\s*([\s\S]*?)```\s*$/.exec(text)?.[1] ?? text;
  try {
    const result = jsonSchema.safeParse(JSON.parse(inner));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function list(keys: readonly string[]): string {
  return keys.map((key) => `"${key}"`).join(", ");
}

/** Places and rules, never the value. */
function issueText(error: z.ZodError): string {
  const lines = error.issues.slice(0, 5).map(({ path, message }) => {
    const place = path.map(String).join(".");
    return place === "" ? message : `${place}: ${message}`;
  });
  return `it does not fit: ${lines.join("; ")}`;
}
