import { z } from "zod";
import { type Json, type JsonObject, jsonSchema } from "#core/lib/json.ts";
import type { AiAsk } from "#core/model/ai.ts";
import { parseAnswerJson } from "./parse-answer-json.ts";

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
  /** True: the answer brings the verdict whether it stays inside the scope. */
  readonly isJudged: boolean;
  read(text: string): AnswerReading;
}

/**
 * The form of what is asked; `isJudged` wants a verdict in the answer itself. Throws what zod throws
 * for a schema that it cannot hold an answer to.
 */
export function answerForm(
  ask: Pick<AiAsk, "task" | "schema" | "choices">,
  isJudged: boolean,
): AnswerForm {
  if (ask.task === "route") return choiceForm(Object.keys(ask.choices ?? {}));
  const form = ask.schema === undefined ? wordForm : valueForm(ask.schema);
  return isJudged ? judgedForm(form) : form;
}

const wordForm: AnswerForm = {
  schema: undefined,
  isJudged: false,
  read: (text) => {
    const words = text.trim();
    return words === ""
      ? { kind: "unreadable", problem: "the answer is empty" }
      : { kind: "text", text: words };
  },
};

function choiceForm(keys: readonly string[]): AnswerForm {
  const choice = { type: ["string", "null"], enum: [...keys, null] };
  return {
    schema: objectOf({ choice }),
    isJudged: false,
    read(text) {
      const found = parseAnswerJson(text);
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
    isJudged: false,
    read(text) {
      const found = parseAnswerJson(text);
      if (found === undefined) return { kind: "unreadable", problem: "the answer is not JSON" };
      const isWrapped = isObject(found) && Object.keys(found).length === 1 && "answer" in found;
      const inner = checked.safeParse(isWrapped ? found["answer"] : found);
      // The author's own data may have one key, called answer.
      const result = inner.success || !isWrapped ? inner : checked.safeParse(found);
      if (result.success) return { kind: "json", value: jsonSchema.parse(result.data), text };
      return { kind: "unreadable", problem: issueText(inner.error ?? result.error) };
    },
  };
}

/** The same answer with a verdict before it: who has judged first writes differently. */
function judgedForm(form: AnswerForm): AnswerForm {
  const answer = isObject(form.schema?.["properties"])
    ? (form.schema["properties"]["answer"] ?? {})
    : { type: "string" };
  return {
    schema: objectOf({ in_scope: { type: "boolean" }, answer }, form.schema?.["$defs"]),
    isJudged: true,
    read(text) {
      const found = parseAnswerJson(text);
      if (!isObject(found) || typeof found["in_scope"] !== "boolean") {
        return { kind: "unreadable", problem: "in_scope has to be true or false" };
      }
      if (!found["in_scope"]) return { kind: "outside" };
      const inner = found["answer"] ?? null;
      if (form.schema === undefined) return form.read(typeof inner === "string" ? inner : "");
      return form.read(JSON.stringify({ answer: inner }));
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
