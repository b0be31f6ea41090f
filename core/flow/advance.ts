import { assertNever } from "#core/lib/assert-never.ts";
import { type EffectId, type RunId, runId } from "#core/lib/ids.ts";
import type { Effect } from "#core/model/effect.ts";
import type { ActivityOutcome } from "#core/model/event.ts";
import type { Facts } from "#core/model/facts.ts";
import type { Happening } from "#core/model/happening.ts";
import { isConversational, type MessageIn } from "#core/model/message-in.ts";
import { awaitedEvent, isForeground, type Run, type Wait } from "#core/model/run.ts";
import type { ResumeCause } from "./define-step.ts";
import { mainList, type Program } from "./program.ts";
import { cancel, drive, jump, repeatQuestion } from "./run/drive.ts";
import { initialSlots } from "./run/initial-slots.ts";
import { muteCounter, Turn } from "./run/turn.ts";

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
      /** What set it off, if no message did. */
      readonly event?: Happening;
    }
  | { readonly kind: "message"; readonly message: MessageIn }
  | { readonly kind: "timer"; readonly wait: string }
  | { readonly kind: "event"; readonly wait: string; readonly event: Happening }
  | { readonly kind: "result"; readonly effect: EffectId; readonly outcome: ActivityOutcome }
  /** The bot has the conversation again, after a handoff. */
  | { readonly kind: "resume" }
  /** A message that is one of the flow's own interrupts, by its name: `findOwnInterrupt` says which. */
  | { readonly kind: "interrupt"; readonly name: string; readonly message: MessageIn }
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
    const fresh = newRun(program, cause, facts);
    const turn = new Turn(program, fresh, facts, cause.message);
    return { ...drive(program, fresh, turn, [{ list: mainList, index: 0 }]), isTaken: true };
  }
  if (run === undefined || run.state !== "resting" || run.wait === undefined) {
    return notTaken(run ?? { ...newRun(program, noStart, facts), state: "cancelled" });
  }
  if (cause.kind === "cancel") {
    return { ...cancel(program, run, new Turn(program, run, facts, undefined)), isTaken: true };
  }
  if (cause.kind === "interrupt") return interrupt(program, run, cause, facts);
  const moved = resumeCause(run.wait, cause);
  if (moved === undefined) return notTaken(run);
  const current = moved.kind === "event" ? { ...run, event: moved.event } : run;
  const message = moved.kind === "message" ? moved.message : undefined;
  const turn = new Turn(program, current, facts, message);
  const result =
    moved.kind === "repeat"
      ? repeatQuestion(program, run, run.wait, turn)
      : drive(program, current, turn, run.position, { wait: run.wait, cause: moved });
  return { ...result, isTaken: true };
}

type Outside = Exclude<RunCause, { kind: "start" | "interrupt" | "cancel" }>;

/** What an input means to a resting run; undefined if it is not for it. */
function resumeCause(
  wait: Wait,
  cause: Outside,
): ResumeCause | { readonly kind: "repeat" } | undefined {
  switch (cause.kind) {
    case "message":
      return isQuestion(wait) && isConversational(cause.message) ? cause : undefined;
    case "timer":
      return isTimed(wait, cause.wait) ? { kind: "timer" } : undefined;
    case "event":
      return isAwaited(wait, cause) ? cause : undefined;
    case "result":
      return cause.effect === wait.id && wait.kind === "activity" ? cause : undefined;
    case "resume":
      return wait.kind === "handoff" ? cause : undefined;
    case "repeat":
      return isQuestion(wait) ? { kind: "repeat" } : undefined;
    default:
      return assertNever(cause, "resumeCause");
  }
}

function isQuestion({ kind }: Wait): boolean {
  return kind === "ask" || kind === "choose" || kind === "consent" || kind === "converse";
}

function isTimed({ id, kind }: Wait, wait: string): boolean {
  return wait === id && kind !== "activity";
}

function isAwaited(wait: Wait, cause: Extract<RunCause, { kind: "event" }>): boolean {
  return cause.wait === wait.id && awaitedEvent(wait) === cause.event.name;
}

/** Cuts the whole stack: the run goes on at the step that the interrupt leads to. */
function interrupt(
  program: Program,
  run: Run,
  { name, message }: Extract<RunCause, { kind: "interrupt" }>,
  facts: Facts,
): Advance {
  const found = program.interrupts.find((own) => own.name === name);
  const isOpen = isForeground(run) && run.wait?.kind !== "handoff";
  if (found === undefined || !isOpen) return notTaken(run);
  const turn = new Turn(program, run, facts, message);
  return { ...jump(program, run, turn, found.target), isTaken: true };
}

function notTaken(run: Run): Advance {
  return { run, effects: [], isTaken: false };
}

type Start = Extract<RunCause, { kind: "start" }>;
const noStart: Start = { kind: "start", runId: runId("none"), trigger: "" };

/** Begun by what opens no window: until the person writes, only templates may be sent. */
function isMute({ event, message, trigger }: Start): boolean {
  return event?.kind === "status" || message?.kind === "reaction" || trigger === "number_changed";
}

function newRun(program: Program, start: Start, facts: Facts): Run {
  const { runId: id, trigger, event } = start;
  return {
    id,
    flow: program.flow,
    revision: program.revision,
    state: "resting",
    trigger,
    ...(event === undefined ? {} : { event }),
    ...(isMute(start) ? { counters: { [muteCounter]: 1 } } : {}),
    position: [],
    slots: initialSlots(program.slots, facts),
    locals: {},
    sequence: 0,
    startedAt: facts.now,
  };
}
