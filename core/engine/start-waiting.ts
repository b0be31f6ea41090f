import type { RunCause } from "#core/flow/advance.ts";
import type { Program } from "#core/flow/program.ts";
import { decideIntake } from "#core/gate/decide-intake.ts";
import { decideStart } from "#core/gate/decide-start.ts";
import { timerId } from "#core/lib/ids.ts";
import { dayMs } from "#core/lib/millis.ts";
import type { Run } from "#core/model/run.ts";
import type { Programs } from "./programs.ts";
import type { RouteTarget } from "./route-target.ts";
import { type RunTargetDeps, runTarget } from "./run-target.ts";
import type { EngineSettings } from "./settings.ts";
import type { Turn } from "./turn.ts";

/** How long a queued start waits for its turn. Source: the flow language, "Runs". */
export const queuedForMs = dayMs;

/**
 * At the end of a turn: lets what waited go on, oldest first, until a run is in the foreground.
 * Undefined where nothing waits, which is nearly always: there is nothing to wait for then.
 */
export function startWaiting(turn: Turn, deps: RunTargetDeps): Promise<void> | undefined {
  return turn.runs.some(isWaiting) ? startAll(turn, deps) : undefined;
}

function isWaiting(run: Run): boolean {
  const kind = run.held?.kind;
  return run.state === "queued" || kind === "timer" || kind === "event";
}

async function startAll(turn: Turn, deps: RunTargetDeps): Promise<void> {
  const tried = new Set<string>();
  for (;;) {
    const next = await nextWaiting(turn, deps, tried);
    if (next === undefined) return;
    runTarget(turn, next, deps);
  }
}

/** The oldest that may go on; those that waited too long, or whose revision is gone, are dropped. */
async function nextWaiting(
  turn: Turn,
  { programs, settings, takeFlowStart }: RunTargetDeps,
  tried: Set<string>,
): Promise<RouteTarget | undefined> {
  const isBusy =
    turn.foreground !== undefined ||
    decideIntake(turn.contact, turn.conversation, turn.now) !== undefined;
  for (const run of turn.runs) {
    if (!isWaiting(run) || tried.has(run.id)) continue;
    const program = await programOf(run, programs);
    const reason = dropReason(turn, run, program, settings);
    if (program === undefined || reason !== undefined) {
      turn.cancelRun(run);
      turn.record("run.dropped", { flow: run.flow, reason: reason ?? "revision-missing" }, run);
      continue;
    }
    if (isBusy || isBehindItsOwn(turn, run)) continue;
    tried.add(run.id);
    if (run.state === "queued" && (await isOverLimit(turn, run, takeFlowStart))) continue;
    return run.state === "queued"
      ? { program, run: undefined, cause: startCause(run) }
      : { program, run, cause: heldCause(run) };
  }
  return undefined;
}

/** Whether its flow may not begin yet; then another timer opens a turn when it may. */
async function isOverLimit(
  turn: Turn,
  run: Run,
  takeFlowStart: RunTargetDeps["takeFlowStart"],
): Promise<boolean> {
  const over = await takeFlowStart?.(turn, run.flow, run.id);
  if (over === undefined) return false;
  const { until } = over;
  const id = timerId(`${run.id}:limit:${until}`);
  turn.addTimer({ id, run: run.id, wait: "queued", dueAt: until });
  return true;
}

/** A start has no revision before it begins: it begins on the one that is active then. */
async function programOf(run: Run, programs: Programs): Promise<Program | undefined> {
  const active = run.state === "queued" ? programs.flows.current.get(run.flow) : undefined;
  return active ?? (await programs.find(run.revision));
}

/** Why a start is not waited with any longer; undefined: it is. */
function dropReason(
  { contact, now }: Turn,
  { state, startedAt }: Run,
  program: Program | undefined,
  { consent }: EngineSettings,
): string | undefined {
  if (program === undefined) return "revision-missing";
  if (state !== "queued") return undefined;
  if (now - startedAt >= queuedForMs) return "queued-too-long";
  return decideStart(program.purpose, contact, consent.purposes, now);
}

/** A queued start waits for the live run of its flow, wherever that rests. */
function isBehindItsOwn(turn: Turn, run: Run): boolean {
  return (
    run.state === "queued" &&
    turn.runs.some((other) => other.state === "resting" && other.flow === run.flow)
  );
}

function startCause({ id, trigger, opening, event }: Run): RunCause {
  return {
    kind: "start",
    runId: id,
    trigger,
    ...(opening === undefined ? {} : { message: opening }),
    ...(event === undefined ? {} : { event }),
  };
}

function heldCause({ wait, held }: Run): RunCause {
  const id = wait?.id ?? "";
  return held?.kind === "event"
    ? { kind: "event", wait: id, event: held.event }
    : { kind: "timer", wait: id };
}
