import type { Asking } from "#core/flow/compile/asking.ts";
import type { Placed } from "#core/flow/compile/placed.ts";
import type { SeparateText, Template } from "#core/flow/expression/compile-template.ts";
import type { Evaluated } from "#core/flow/expression/value.ts";
import { limits } from "#core/flow/limits.ts";
import type { Json, JsonObject } from "#core/lib/json.ts";
import type { AiAsk } from "#core/model/ai.ts";
import type { Outcome } from "./failure.ts";
import type { Turn } from "./turn.ts";

/** What one question adds to its step. */
export interface Question {
  readonly task: "answer" | "extract";
  readonly prompt: string;
  /** Values beside the prompt, such as those that were taken out of it. */
  readonly values: readonly Labelled[];
  readonly history: number;
  readonly historyFrom: number;
  readonly schema: JsonObject | undefined;
  /** Instructions of the language's own, before the author's. */
  readonly system?: string;
}

export interface Labelled {
  readonly label: string;
  readonly text: string;
}

/** Works a question out: instructions hold the author's words alone, values go beside them. */
export function toAsk(asking: Asking, question: Question, turn: Turn): Outcome<Json> {
  const values: Labelled[] = [...question.values];
  let system = question.system ?? "";
  if (asking.system !== undefined) {
    const own = separateText(asking.system, turn);
    if (!own.ok) return own;
    values.push(...own.value.values);
    system = `${system}\n\n${own.value.text}`.trim();
  }
  for (const [label, template] of asking.data) {
    const rendered = render(template, turn);
    if (!rendered.ok) return rendered;
    values.push({ label, text: rendered.value });
  }
  const { history, historyFrom, schema, prompt, task } = question;
  const { providers, scope, knowledge, tools, maxTokens, budgetMicroUsd } = asking;
  const ask: AiAsk = {
    task,
    providers,
    ...(system === "" ? {} : { system }),
    scope,
    prompt,
    ...(values.length === 0 ? {} : { data: values }),
    history,
    ...(history === 0 ? {} : { historyFrom }),
    ...(knowledge.length === 0 ? {} : { knowledge }),
    tools,
    schema,
    maxTokens,
    budgetMicroUsd,
    language: turn.locale,
  };
  const input: JsonObject = Object.fromEntries(
    Object.entries(ask).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value] as const],
    ),
  );
  if (JSON.stringify(input).length <= limits.resultChars) return { ok: true, value: input };
  const message = `what the AI is given is larger than ${limits.resultChars} characters`;
  return { ok: false, failure: { code: "FLOW_VALUE_REFUSED", message, at: asking.at } };
}

/**
 * A prompt of the author's with its values beside it. One that is nothing but a value, such as what
 * the person wrote, is the question itself.
 */
export function toPrompt(
  template: Placed<Template>,
  turn: Turn,
): Outcome<{ readonly text: string; readonly values: readonly Labelled[] }> {
  const { parts } = template.value;
  if (parts.length !== 1) return separateText(template, turn);
  const rendered = render(template, turn);
  return rendered.ok ? { ok: true, value: { text: rendered.value, values: [] } } : rendered;
}

/** The author's words with a label in place of each value, and the values beside them. */
export function separateText(template: Placed<Template>, turn: Turn): Outcome<SeparateText> {
  return outcomeOf(template, template.value.separate(turn.scope()));
}

function render(template: Placed<Template>, turn: Turn): Outcome<string> {
  return outcomeOf(template, template.value.render(turn.scope()));
}

function outcomeOf<T>(template: Placed<Template>, result: Evaluated<T>): Outcome<T> {
  if (result.ok) return result;
  const { code, message, start, end } = result.error;
  return { ok: false, failure: { code, message, at: template.place(start, end) } };
}
