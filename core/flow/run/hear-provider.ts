import { type Conversing, talkFields } from "#core/flow/compile/converse.ts";
import type { Next } from "#core/flow/define-step.ts";
import { engineTexts } from "#core/flow/texts.ts";
import type { Json } from "#core/lib/json.ts";
import { cutText } from "#core/lib/text.ts";
import type { AiReply } from "#core/model/ai.ts";
import type { ActivityOutcome } from "#core/model/event.ts";
import type { Wait } from "#core/model/run.ts";
import {
  type ConverseState,
  failConverse,
  keptChars,
  keptState,
  readState,
  restConverse,
} from "./converse.ts";
import type { Outcome } from "./failure.ts";
import { heardMarkdown } from "./heard-answer.ts";
import { fieldOf, readValue } from "./read-fields.ts";
import { aiFailure, readReply } from "./read-reply.ts";
import { sayAnswer } from "./say-answer.ts";
import { takeWayOut } from "./take-way-out.ts";
import type { Turn } from "./turn.ts";

/** One answer of the AI: what it found out is taken, what it says is sent, and then it may be over. */
export function hearProvider(
  step: Conversing,
  turn: Turn,
  wait: Wait,
  outcome: ActivityOutcome,
): Next {
  const state = readState(wait);
  const reply = readReply(outcome, step.asking);
  if (!reply.ok) return failConverse(reply.failure, step, turn);
  if (reply.value.kind === "refused") return refuse(step, turn, reply.value, state);
  const said = step.isData ? fieldOf(reply.value.value, talkFields.reply) : reply.value.text;
  if (typeof said !== "string") {
    const failure = aiFailure("invalid_answer", "the answer says nothing", step.asking);
    return failConverse(failure, step, turn);
  }
  const data = step.isData ? reply.value.value : undefined;
  collectValues(step, turn, data);
  const exit = step.exits.find((name) => name === fieldOf(data, talkFields.exit));
  const over = isOver(step, turn, data);
  if (!over.ok) return { kind: "fail", failure: over.failure };
  if (exit === undefined && !over.value && state.turns >= step.maxTurns) return giveUp(step, turn);
  const isCut = reply.value.isCut && !step.isData;
  const shown =
    said.trim() === "" ? "" : sayAnswer({ text: withHeard(said, state, turn), isCut }, turn);
  if (exit === "cancel") return { kind: "cancel" };
  if (exit === "human") {
    const id = turn.handOff(`${step.asking.step}: wants to talk to a person`, undefined);
    return {
      kind: "rest",
      rest: { kind: "handoff", id, dueAt: undefined, data: keptState(state) },
    };
  }
  if (over.value) return { kind: "next" };
  return restConverse(step, turn, { ...state, said: cutText(shown, keptChars) });
}

/** What was heard stands above the answer to it: the person may put it right with their next word. */
function withHeard(said: string, { heard }: ConverseState, turn: Turn): string {
  return heard === undefined ? said : `${heardMarkdown(heard, turn)}\n\n${said}`;
}

/** Fills the slots whose values are of their type; others stay as they are, and are recorded. */
function collectValues({ collect, asking }: Conversing, turn: Turn, data: Json | undefined): void {
  for (const { slot } of collect) {
    const given = fieldOf(data, slot.name);
    if (given === null) continue;
    const value = readValue(slot, given, { timeZone: turn.facts.timeZone, nowAt: turn.now });
    if (value === undefined)
      turn.record("flow.value-refused", { step: asking.step, slot: slot.name });
    else turn.fill(slot.name, value);
  }
}

function isOver(
  { until, collect }: Conversing,
  turn: Turn,
  data: Json | undefined,
): Outcome<boolean> {
  if (until !== undefined) {
    const verdict = turn.evaluate(until);
    return verdict.ok ? { ok: true, value: verdict.value === true } : verdict;
  }
  if (collect.length > 0) {
    return { ok: true, value: collect.every(({ slot }) => turn.read(slot.name) !== null) };
  }
  return { ok: true, value: fieldOf(data, talkFields.done) === true };
}

function refuse(step: Conversing, turn: Turn, reply: AiReply, state: ConverseState): Next {
  turn.record("flow.answer-refused", { step: step.asking.step, reason: reply.reason ?? "scope" });
  if (state.turns >= step.maxTurns) return giveUp(step, turn);
  const text =
    step.refuse === undefined
      ? ({ ok: true, value: engineTexts(turn.locale).outOfScope } as const)
      : turn.render(step.refuse);
  if (!text.ok) return { kind: "fail", failure: text.failure };
  turn.say(text.value, "reply");
  return restConverse(step, turn, state);
}

/** The turns are used up: the flow's own way, else a person is offered and the run ends. */
function giveUp({ onFail, onTimeout, asking }: Conversing, turn: Turn): Next {
  const way = onFail ?? onTimeout;
  if (way !== undefined) return takeWayOut(way);
  turn.record("flow.human-offered", { step: asking.step });
  turn.say(engineTexts(turn.locale).offerHuman, "reply");
  return { kind: "end" };
}
