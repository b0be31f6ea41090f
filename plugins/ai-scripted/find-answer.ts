import {
  type AiMessage,
  type AiRequest,
  canonicalJson,
  foldText,
  type Json,
  type JsonObject,
  partsText,
} from "sapa/plugin";
import type { Config, Fault, Rule } from "./config.ts";
import { fillSchema, fitsSchema } from "./fill-schema.ts";

/** What a question is answered with. */
export type Answer =
  | { readonly kind: "text"; readonly text: string; readonly delayMs: number }
  | {
      readonly kind: "fault";
      readonly fault: Fault;
      readonly delayMs: number;
    };

/** The answer of the first rule that fits the last question, else `otherwise`. Pure. */
export function findAnswer(config: Config, request: AiRequest): Answer {
  const last = request.messages.findLast((message) => message.role === "user");
  const question = last === undefined ? "" : messageText(last);
  const folded = foldText(question);
  const schema = request.schema?.schema;
  const rule = config.rules.find(
    (candidate) => fits(candidate, folded) && isMeant(candidate, schema),
  );
  const delayMs = rule?.delay_ms ?? config.delay_ms;
  const isOutside = rule?.fault === "outside" && schema !== undefined;
  if (rule?.fault !== undefined && !isOutside) return { kind: "fault", fault: rule.fault, delayMs };
  const template = rule?.reply ?? config.otherwise;
  // A function, because `$&` in a question must not mean anything.
  const said = rule?.json ?? template.replaceAll("{text}", () => question);
  return { kind: "text", text: write(isOutside ? "" : said, schema, !isOutside), delayMs };
}

function write(answer: Json, schema: JsonObject | undefined, verdict: boolean): string {
  if (schema !== undefined) return canonicalJson(fillSchema(schema, answer, verdict));
  return typeof answer === "string" ? answer : canonicalJson(answer);
}

/** JSON belongs to questions that ask for JSON, of just this form. */
function isMeant({ json }: Rule, schema: JsonObject | undefined): boolean {
  return json === undefined || (schema !== undefined && fitsSchema(json, schema));
}

function fits(rule: Rule, question: string): boolean {
  if (rule.equals !== undefined) return question === foldText(rule.equals);
  // Whole words only: "teh" is not in "tehnik".
  return ` ${question} `.includes(` ${foldText(rule.contains ?? "")} `);
}

/** The words of a message, whoever said it. */
export function messageText(message: AiMessage): string {
  if (message.role === "user") return partsText(message.parts);
  return message.role === "tool" ? message.content : message.text;
}
