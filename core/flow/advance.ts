import { assertNever } from "#core/lib/assert-never.ts";
import { type EffectId, type RunId, runId } from "#core/lib/ids.ts";
import type { Effect } from "#core/model/effect.ts";
import type { ActivityOutcome } from "#core/model/event.ts";
import type { Facts } from "#core/model/facts.ts";
import { isConversational, type MessageIn } from "#core/model/message-in.ts";
import type { Run, Wait } from "#core/model/run.ts";
import type { ResumeCause } from "./define-step.ts";
import { mainList, type Program } from "./program.ts";
import { drive, repeatQuestion } from "./run/drive.ts";
import { initialSlots } from "./run/initial-slots.ts";
import { Turn } from "./run/turn.ts";

/**
 * Why a run moves. `repeat` says the open question again and changes nothing else; `timer` and
 * `result` name what they belong to, so that a stale one is recognised.
 */
export type RunCause =
  | {
      readonly kind: "start";
      readonly runId: RunId;
      /** The trigger's name, for people. */
      readonly trigger: string;
      readonly message?: MessageIn;
    }
  | { readonly kind: "message"; readonly message: MessageIn }
  | { readonly kind: "timer"; readonly wait: string }
  | { readonly kind: "result"; readonly effect: EffectId; readonly outcome: ActivityOutcome }
  | { readonly kind: "repeat" }
  | { readonly kind: "cancel" };

export interface RunInput {
  readonly cause: RunCause;
  readonly facts: Facts;
}

export interface Advance {
  readonly run: Run;
  /** In the order in which they are to happen. */
  readonly effects: readonly Effect[];
  /** False if the input was not for this run as it rests: nothing changed, there are no effects. */
  readonly isTaken: boolean;
}

/**
 * Moves a run by one input. Pure, total and bounded: it never throws, asks nobody, and the same
 * four values always give the same answer. What cannot go on ends as `failed`, with a `record`
 * effect `flow.run-failed` for the team and a polite text for the person. `run` is undefined for
 * `start` and only for it.
 */
export function advance(program: Program, run: Run | undefined, input: RunInput): Advance {
  const { cause, facts } = input;
  if (cause.kind === "start") {
    const fresh = newRun(program, cause.runId, cause.trigger, facts);
    const turn = new Turn(program, fresh, facts, cause.message);
    return { ...drive(program, fresh, turn, [{ list: mainList, index: 0 }]), isTaken: true };
  }
  if (run === undefined || run.state !== "resting" || run.wait === undefined) {
    return notTaken(run ?? { ...newRun(program, runId("none"), "", facts), state: "cancelled" });
  }
  if (cause.kind === "cancel") {
    const { wait: _, ...rest } = run;
    return { run: { ...rest, state: "cancelled" }, effects: [], isTaken: true };
  }
  const moved = resumeCause(run.wait, cause);
  if (moved === undefined) return notTaken(run);
  const turn = new Turn(program, run, facts, moved.kind === "message" ? moved.message : undefined);
  const result =
    moved.kind === "repeat"
      ? repeatQuestion(program, run, run.wait, turn)
      : drive(program, run, turn, run.position, { wait: run.wait, cause: moved });
  return { ...result, isTaken: true };
}

/** What an input means to a resting run; undefined if it is not for it. */
function resumeCause(
  wait: Wait,
  cause: RunCause,
): ResumeCause | { readonly kind: "repeat" } | undefined {
  const isQuestion = wait.kind === "ask" || wait.kind === "choose";
  switch (cause.kind) {
    case "message":
      return isQuestion && isConversational(cause.message) ? cause : undefined;
    case "timer":
      return cause.wait === wait.id && wait.kind !== "activity" ? { kind: "timer" } : undefined;
    case "result":
      return cause.effect === wait.id && wait.kind === "activity" ? cause : undefined;
    case "repeat":
      return isQuestion ? { kind: "repeat" } : undefined;
    case "start":
    case "cancel":
      return undefined;
    default:
      return assertNever(cause, "resumeCause");
  }
}

function notTaken(run: Run): Advance {
  return { run, effects: [], isTaken: false };
}

function newRun(program: Program, id: RunId, trigger: string, facts: Facts): Run {
  return {
    id,
    flow: program.flow,
    revision: program.revision,
    state: "resting",
    trigger,
    position: [],
    slots: initialSlots(program.slots, facts),
    locals: {},
    sequence: 0,
    startedAt: facts.now,
  };
}
