import { advance } from "#core/flow/advance.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { timerId } from "#core/lib/ids.ts";
import { later, toMillis } from "#core/lib/millis.ts";
import type { Effect } from "#core/model/effect.ts";
import { isForeground, type Run } from "#core/model/run.ts";
import { handoffPurpose } from "#core/model/send.ts";
import { endDenied } from "./end-denied.ts";
import { factsOf } from "./facts.ts";
import type { TakeFlowStart } from "./flow-limit.ts";
import type { Programs } from "./programs.ts";
import type { RouteTarget } from "./route-target.ts";
import type { EngineSettings } from "./settings.ts";
import type { Turn } from "./turn.ts";

/** Runs of one conversation that rest at `wait`. Source: the flow language, "Runs". */
const maxBackgroundRuns = 8;

/** For the lease of what only becomes an event, in milliseconds. */
const signalMs = 1_000;

export interface RunTargetDeps {
  /** Absent: no flow has a limit. */
  readonly takeFlowStart?: TakeFlowStart;
  readonly settings: EngineSettings;
  readonly programs: Programs;
  readonly seed: () => number;
}

/** What it takes beside that to begin a run. */
export interface StartDeps extends RunTargetDeps {
  readonly newId: () => string;
}

/**
 * Lets the pure interpreter go on and turns what it asks for into the plan. False if the cause was
 * not for the run: nothing changed. A background run that would come to the foreground while
 * another run is there is held as it was: what moved it moves it again when that run is over. One whose
 * purpose is not granted any more ends instead, whatever was to move it.
 */
export function runTarget(turn: Turn, target: RouteTarget, deps: RunTargetDeps): boolean {
  const { heardAt } = turn;
  const isGoingOn = target.run !== undefined && target.cause.kind !== "cancel";
  if (isGoingOn && endDenied(turn, target.run, target.program, deps.settings)) return true;
  const known = factsOf(turn, deps.settings, deps.seed());
  const facts = heardAt === undefined ? known : { ...known, heardAt };
  const { run, effects, isTaken } = advance(target.program, target.run, {
    cause: target.cause,
    facts,
  });
  if (!isTaken) return false;
  const held = holdBack(turn, target, run);
  if (held !== undefined) {
    turn.putRun(held);
    turn.record("run.held", { flow: run.flow }, run);
    return true;
  }
  turn.putRun(boundBackground(turn, run));
  for (const effect of effects) apply(turn, effect, run, deps);
  return true;
}

/** The run as it was, with what is to move it later; undefined if it may go on. */
function holdBack(turn: Turn, { run: before, cause }: RouteTarget, after: Run): Run | undefined {
  if (before === undefined || !isForeground(after)) return undefined;
  if (!turn.runs.some((other) => other.id !== after.id && isForeground(other))) return undefined;
  if (cause.kind === "timer") return { ...before, held: { kind: "timer" } };
  if (cause.kind === "event") return { ...before, held: { kind: "event", event: cause.event } };
  return undefined;
}

/** The run, or as failed if it would be one too many in the background. */
function boundBackground(turn: Turn, run: Run): Run {
  const others = turn.runs.filter((other) => other.id !== run.id && isBackground(other));
  if (!isBackground(run) || others.length < maxBackgroundRuns) return run;
  turn.record("run.failed", { reason: "too-many-background-runs", flow: run.flow }, run);
  turn.say("failed", turn.texts.failed);
  const { wait: _wait, ...rest } = run;
  return { ...rest, state: "failed", position: [] };
}

function isBackground(run: Run): boolean {
  return run.state === "resting" && !isForeground(run);
}

function apply(turn: Turn, effect: Effect, run: Run, deps: RunTargetDeps): void {
  switch (effect.kind) {
    case "send": {
      const { id, message, purpose } = effect;
      turn.addSend({ effect: id, run: run.id, message, class: effect.class, purpose });
      return;
    }
    case "wake": {
      const { id, wait, at } = effect;
      turn.addTimer({ id: timerId(id), run: run.id, wait, dueAt: at });
      return;
    }
    case "activity": {
      const { id, request, timeoutMs } = effect;
      turn.addActivity({ effect: id, run: run.id, request, timeoutMs });
      return;
    }
    case "emit": {
      const { id, name, data, hops } = effect;
      // It belongs to no run: what ends its run does not take it back.
      const request = { port: "signal", name, input: { data, hops } } as const;
      turn.addActivity({ effect: id, request, timeoutMs: signalMs });
      return;
    }
    case "handoff":
      handOver(turn, effect, run, deps.settings.handoffMs);
      return;
    case "consent":
      keepAnswer(turn, effect.line, deps.settings);
      return;
    case "contact":
      turn.changeContact(effect.change);
      return;
    case "record":
      turn.record(effect.what, effect.data, run);
      return;
    default:
      assertNever(effect, "effect");
  }
}

/** By the person's own stamp: a STOP that was said after it wins, whichever comes in first. */
function keepAnswer(
  turn: Turn,
  line: Extract<Effect, { kind: "consent" }>["line"],
  { consent }: EngineSettings,
): void {
  const at = toMillis(Math.min(turn.heardAt ?? turn.event.occurredAt, turn.now));
  const expiresMs = consent.purposes.get(line.purpose)?.expiresMs;
  const isBounded = line.answer === "yes" && expiresMs !== undefined;
  turn.addConsent({
    ...line,
    at,
    source: `message:${turn.event.id}`,
    ...(isBounded ? { expiresAt: later(at, expiresMs) } : {}),
  });
}

/** The flow's own time has its timer already; without one the bot's own ends the handoff. */
function handOver(
  turn: Turn,
  { id, wait, summary, untilAt }: Extract<Effect, { kind: "handoff" }>,
  run: Run,
  handoffMs: number,
): void {
  const ownerUntilAt = untilAt ?? later(turn.now, handoffMs);
  turn.changeConversation({ owner: "human", ownerUntilAt });
  // The last words leave while a person has the conversation already.
  turn.sendAs(handoffPurpose);
  const { flow, wait: rest } = run;
  turn.record("handoff.started", { reason: "flow", flow, step: rest?.step ?? "", summary }, run);
  if (untilAt !== undefined) return;
  turn.addTimer({ id: timerId(id), run: run.id, wait, dueAt: ownerUntilAt });
}
