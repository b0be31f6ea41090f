import { type AiMessage, type AiRequest, canonicalJson, foldText, partsText } from "sapa/plugin";
import type { Config, Rule } from "./config.ts";

/** What a question is answered with. */
export type Answer =
  | { readonly kind: "text"; readonly text: string; readonly delayMs: number }
  | {
      readonly kind: "fault";
      readonly fault: NonNullable<Rule["fault"]>;
      readonly delayMs: number;
    };

/** The answer of the first rule that fits the last question, else `otherwise`. Pure. */
export function findAnswer(config: Config, request: AiRequest): Answer {
  const last = request.messages.findLast((message) => message.role === "user");
  const question = last === undefined ? "" : messageText(last);
  const folded = foldText(question);
  const rule = config.rules.find((candidate) => fits(candidate, folded));
  const delayMs = rule?.delay_ms ?? config.delay_ms;
  if (rule?.fault !== undefined) return { kind: "fault", fault: rule.fault, delayMs };
  if (rule?.json !== undefined) return { kind: "text", text: canonicalJson(rule.json), delayMs };
  const template = rule?.reply ?? config.otherwise;
  // A function, because `$&` in a question must not mean anything.
  return { kind: "text", text: template.replaceAll("{text}", () => question), delayMs };
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
