import { cancelRuns } from "#core/engine/cancel-runs.ts";
import type { FlowOver } from "#core/engine/flow-limit.ts";
import { giveToHuman } from "#core/engine/give-to-human.ts";
import type { RouteTarget } from "#core/engine/route-target.ts";
import type { StartDeps } from "#core/engine/run-target.ts";
import { queuedForMs } from "#core/engine/start-waiting.ts";
import { tellOnce } from "#core/engine/tell-once.ts";
import type { Turn } from "#core/engine/turn.ts";
import type { RouteMatch } from "#core/flow/flow-set.ts";
import { decideIntake } from "#core/gate/decide-intake.ts";
import { runId, timerId } from "#core/lib/ids.ts";
import { later } from "#core/lib/millis.ts";
import type { Happening } from "#core/model/happening.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import type { Run } from "#core/model/run.ts";
import { goOn, handled, ignored, type StageResult } from "./stage.ts";

/** Starts of one flow that wait. Source: the flow language, "Runs". */
const maxQueuedRuns = 5;

/** What a run begins with: a message, what else happened, or nothing. */
export interface Opening {
  readonly message?: MessageIn;
  readonly event?: Happening;
}

/**
 * Starts the flow whose trigger fired, or puts the start into the line. `mode` speaks only when the
 * flow has a live run; what is no message waits behind another flow's foreground run too, and while
 * a person or another app has the conversation.
 */
export function startRun(
  turn: Turn,
  { program, trigger, mode }: Omit<RouteMatch, "isNamed">,
  opening: Opening,
  deps: StartDeps,
): StageResult | Promise<StageResult> {
  const live = turn.runs.filter((run) => run.flow === program.flow);
  const isLater = (mode === "queue" && live.length > 0) || isForLater(turn, opening);
  const isSilent = decideIntake(turn.contact, turn.conversation, turn.now) !== undefined;
  const taking =
    isLater || isSilent
      ? undefined
      : deps.takeFlowStart?.(turn, program.flow, `${turn.event.id}:${program.flow}`);
  const match = { program, trigger, mode };
  if (taking === undefined) return startNow(turn, match, opening, live, deps);
  return taking.then((over) =>
    over === undefined
      ? startNow(turn, match, opening, live, deps)
      : refuseStart(turn, over, match, opening, deps),
  );
}

function startNow(
  turn: Turn,
  { program, trigger, mode }: Omit<RouteMatch, "isNamed">,
  opening: Opening,
  live: readonly Run[],
  deps: StartDeps,
): StageResult | Promise<StageResult> {
  // A start that the gate stops, because a person has the conversation, ends nothing.
  const isHeard = opening.event !== undefined || !isOwnedByOthers(turn);
  if (mode === "queue" || live.length === 0 || !isHeard) {
    return begin(turn, { program, trigger, mode }, opening, live, deps);
  }
  const match = { program, trigger, mode };
  return cancelRuns(turn, live, deps).then(() => begin(turn, match, opening, live, deps));
}

function begin(
  turn: Turn,
  { program, trigger, mode }: Omit<RouteMatch, "isNamed">,
  opening: Opening,
  live: readonly Run[],
  deps: StartDeps,
): StageResult {
  const id = runId(deps.newId());
  const isBehindItsOwn = mode === "queue" && live.length > 0;
  if (!isBehindItsOwn && !isForLater(turn, opening)) {
    turn.target = startTarget(program, id, trigger, opening);
    return goOn;
  }
  if (live.filter((run) => run.state === "queued").length >= maxQueuedRuns) {
    return refuseWaiting(turn, program.flow, opening);
  }
  putIntoLine(turn, id, program, trigger, opening);
  return handled("queued");
}

/** One more than may wait: whoever wrote is told so, unless nobody answers them now. */
function refuseWaiting(turn: Turn, flow: string, { message }: Opening): StageResult {
  turn.record("run.dropped", { flow, reason: "queue-full" });
  const isSilent = decideIntake(turn.contact, turn.conversation, turn.now) !== undefined;
  if (message !== undefined && !isSilent) tellOnce(turn, "not-again", turn.texts.notAgain);
  return ignored("queue-full");
}

/** What is no message waits for what is going on. */
function isForLater(turn: Turn, { event }: Opening): boolean {
  return event !== undefined && isTaken(turn);
}

/** The flow has begun too often: it waits, a person of ours takes over, or whoever wrote is told so. */
export function refuseStart(
  turn: Turn,
  { over, until }: FlowOver,
  { program, trigger }: Pick<RouteMatch, "program" | "trigger">,
  opening: Opening,
  deps: StartDeps,
): StageResult {
  const { flow } = program;
  turn.record("limit.reached", { limit: "flow", flow });
  if (over === "queue") {
    const waiting = turn.runs.filter((run) => run.flow === flow && run.state === "queued");
    if (waiting.length >= maxQueuedRuns) return refuseWaiting(turn, flow, opening);
    const id = deps.newId();
    putIntoLine(turn, id, program, trigger, opening);
    turn.addTimer({ id: timerId(`${id}:limit`), run: runId(id), wait: "queued", dueAt: until });
    return handled("queued");
  }
  if (opening.message === undefined) return ignored("flow-over-limit");
  if (over === "handoff") {
    giveToHuman(turn, deps.settings, "flow-over-limit");
    return handled("flow-over-limit");
  }
  tellOnce(turn, "not-again", turn.texts.notAgain);
  return ignored("flow-over-limit");
}

/** Whether something else is going on: a run in the foreground, or a person who answers. */
function isTaken(turn: Turn): boolean {
  return turn.foreground !== undefined || isOwnedByOthers(turn);
}

function isOwnedByOthers({ contact, conversation, now }: Turn): boolean {
  const silence = decideIntake(contact, conversation, now);
  return silence !== undefined && silence !== "stopped";
}

function startTarget(
  program: RouteMatch["program"],
  id: Run["id"],
  trigger: string,
  opening: Opening,
): RouteTarget {
  return { program, run: undefined, cause: { kind: "start", runId: id, trigger, ...opening } };
}

/**
 * Lets a start wait until it may go on: at the end of this turn at the earliest. Its timers belong to
 * no wait: they only open a turn, which looks at what is in the line.
 */
export function putIntoLine(
  turn: Turn,
  id: string,
  { flow, revision }: RouteMatch["program"],
  trigger: string,
  { message, event }: Opening,
): void {
  const run: Run = {
    id: runId(id),
    flow,
    revision,
    state: "queued",
    trigger,
    ...(message === undefined ? {} : { opening: message }),
    ...(event === undefined ? {} : { event }),
    position: [],
    slots: {},
    locals: {},
    sequence: 0,
    startedAt: turn.now,
  };
  turn.putRun(run);
  turn.record("run.queued", { flow: run.flow, trigger: run.trigger }, run);
  const timer = { run: run.id, wait: "queued" };
  turn.addTimer({
    ...timer,
    id: timerId(`${run.id}:late`),
    dueAt: later(turn.now, queuedForMs),
  });
  const { ownerUntilAt } = turn.conversation;
  if (ownerUntilAt === undefined || ownerUntilAt <= turn.now) return;
  turn.addTimer({ ...timer, id: timerId(`${run.id}:free`), dueAt: ownerUntilAt });
}
