import type { Question } from "#core/flow/compile/question.ts";
import type { Next, Rest } from "#core/flow/define-step.ts";
import { engineTexts } from "#core/flow/texts.ts";
import type { Json } from "#core/lib/json.ts";
import { later } from "#core/lib/millis.ts";
import { sizedKey, voiceKey, type Wait } from "#core/model/run.ts";
import { takeWayOut } from "./take-way-out.ts";
import type { Turn } from "./turn.ts";

/** Rests until an answer comes, or the question's time is over; silence is counted from here. */
export function restOnQuestion(
  question: Question,
  turn: Turn,
  kind: "ask" | "choose",
  data: Readonly<Record<string, Json>>,
): Next {
  const { timeoutMs } = question;
  const dueAt = timeoutMs === undefined ? undefined : later(turn.now, timeoutMs);
  return { kind: "rest", rest: { kind, dueAt, data: { ...data, ...wantedOf(question) } } };
}

/** What the shell has to know of the message before the question can have it. */
function wantedOf({ slot, hearsVoice }: Question): Readonly<Record<string, Json>> {
  const type = slot?.type;
  const isSized = type?.kind === "media" && type.maxBytes !== undefined;
  return { ...(isSized ? { [sizedKey]: true } : {}), ...(hearsVoice ? { [voiceKey]: true } : {}) };
}

/** A question of another revision as this one: whichever form it has, its tries stay counted. */
export function adoptQuestion(
  question: Question,
  wait: Wait,
  kind: "ask" | "choose",
  data: Readonly<Record<string, Json>>,
): Pick<Rest, "kind" | "data"> | undefined {
  if (wait.kind !== "ask" && wait.kind !== "choose") return undefined;
  const tries = wait.data?.["tries"] ?? 0;
  return { kind, data: { ...data, tries, ...wantedOf(question) } };
}

/** True if the question has its answer already and does not want to be asked. */
export function isAnswered(question: Question, turn: Turn): boolean {
  const { into, isSkippedIfFilled } = question;
  return isSkippedIfFilled && into !== undefined && turn.read(into) !== null;
}

/** Takes an answer. */
export function acceptAnswer(question: Question, turn: Turn, value: Json): Next {
  if (question.into !== undefined) turn.fill(question.into, value);
  return { kind: "next" };
}

/** Wrong answers so far. */
export function triesSoFar(wait: Wait): number {
  const tries = wait.data?.["tries"];
  return typeof tries === "number" ? tries : 0;
}

/** Wrong answers so far, this one included; undefined if there is no try left. */
export function nextTry(question: Question, wait: Wait): number | undefined {
  const count = triesSoFar(wait) + 1;
  return count > question.maxTries ? undefined : count;
}

/** The tries are used up: the flow's own way, else a person is offered and the run ends. */
export function giveUp(question: Question, turn: Turn, step: string): Next {
  const way = question.onFail ?? question.onTimeout;
  if (way !== undefined) return takeWayOut(way);
  turn.record("flow.human-offered", { step });
  turn.say(engineTexts(turn.locale).offerHuman, "reply");
  return { kind: "end" };
}

/** Nobody answered in time. */
export function expire(question: Question, turn: Turn, step: string): Next {
  if (question.onTimeout !== undefined) return takeWayOut(question.onTimeout);
  turn.record("flow.question-expired", { step });
  return { kind: "end" };
}
