import { factsOf } from "#core/engine/facts.ts";
import { nextQueued } from "#core/engine/next-queued.ts";
import type { Programs } from "#core/engine/programs.ts";
import type { EngineSettings } from "#core/engine/settings.ts";
import type { Turn } from "#core/engine/turn.ts";
import type { RunCause } from "#core/flow/advance.ts";
import type { Program } from "#core/flow/program.ts";
import { runId } from "#core/lib/ids.ts";
import { minuteMs } from "#core/lib/millis.ts";
import { isConversational, type MessageIn } from "#core/model/message-in.ts";
import type { Run } from "#core/model/run.ts";
import { actOnInterrupt } from "./interrupt.ts";
import { goOn, handled, ignored, type Stage, type StageResult } from "./stage.ts";

/** "I cannot read this" is said once in this time, not for each such message of a burst. */
const unsupportedPeriodMs = 10 * minuteMs;
/** Starts that wait for an earlier run of their flow. Source: the flow language, "Runs". */
const maxQueuedRuns = 5;

export interface RouteDeps {
  readonly settings: EngineSettings;
  readonly programs: Programs;
  readonly newId: () => string;
  readonly seed: () => number;
}

/** Chooses who goes on: the run that waits for this, else the flow whose trigger wins. */
export function createRouteStage(deps: RouteDeps): Stage {
  return {
    name: "route",
    run(turn) {
      if (turn.target !== undefined) return goOn;
      const { body } = turn.event;
      if (body.kind === "message") return routeMessage(turn, body.message, deps);
      if (body.kind === "timer") {
        return resume(turn, deps.programs, body.wait, { kind: "timer", wait: body.wait });
      }
      if (body.kind === "result") {
        const { effect, outcome } = body;
        return resume(turn, deps.programs, effect, { kind: "result", effect, outcome });
      }
      if (body.kind === "identity") {
        return routeQuietly(turn, undefined, deps) ?? handled("identity");
      }
      return ignored(`no-route:${body.kind}`);
    },
  };
}

async function routeMessage(turn: Turn, message: MessageIn, deps: RouteDeps): Promise<StageResult> {
  if (message.kind === "unsupported" && message.quiet !== true) return tellUnsupported(turn);
  if (!isConversational(message)) {
    return routeQuietly(turn, message, deps) ?? ignored("not-a-turn");
  }
  const interrupted = actOnInterrupt(turn, message, deps);
  if (interrupted !== undefined) return interrupted;
  const run = turn.foreground;
  if (run !== undefined) return goOnWith(turn, deps.programs, run, { kind: "message", message });
  const match = findFlow(turn, message, deps);
  if (match === undefined) return ignored("no-trigger");
  return startRun(turn, match.program, match.trigger, message, deps.newId);
}

/**
 * A reaction, or without a message a changed number: opens a turn only in a flow that declares it,
 * and never in the middle of another conversation.
 */
function routeQuietly(
  turn: Turn,
  message: MessageIn | undefined,
  deps: RouteDeps,
): StageResult | undefined {
  const match = turn.foreground === undefined ? findFlow(turn, message, deps) : undefined;
  if (match === undefined) return undefined;
  return startRun(turn, match.program, match.trigger, message, deps.newId);
}

function findFlow(turn: Turn, message: MessageIn | undefined, deps: RouteDeps) {
  return deps.programs.flows.match({
    message,
    isFirstContact: turn.claim.conversation.lastInboundAt === undefined,
    facts: factsOf(turn, deps.settings, deps.seed()),
    live: turn.runs.map((item) => item.flow),
  });
}

/** `mode` speaks only when a trigger fires while its flow has a live run. */
function startRun(
  turn: Turn,
  program: Program,
  trigger: string,
  message: MessageIn | undefined,
  newId: () => string,
): StageResult {
  const live = turn.runs.filter((run) => run.flow === program.flow);
  const id = runId(newId());
  if (live.some((run) => run.state === "resting") && program.mode === "queue") {
    if (live.length > maxQueuedRuns) {
      turn.record("run.dropped", { flow: program.flow, reason: "queue-full" });
      return ignored("queue-full");
    }
    turn.putRun({
      id,
      flow: program.flow,
      revision: program.revision,
      state: "queued",
      trigger,
      ...(message === undefined ? {} : { opening: message }),
      position: [],
      slots: {},
      locals: {},
      sequence: 0,
      startedAt: turn.now,
    });
    return handled("queued");
  }
  for (const run of live) turn.cancelRun(run);
  const opening = message === undefined ? {} : { message };
  const cause = { kind: "start", runId: id, trigger, ...opening } as const;
  turn.target = { program, run: undefined, cause };
  return goOn;
}

function resume(
  turn: Turn,
  programs: Programs,
  wait: string,
  cause: RunCause,
): StageResult | Promise<StageResult> {
  const run = turn.runs.find((item) => item.wait?.id === wait);
  return run === undefined ? ignored(`stale-${cause.kind}`) : goOnWith(turn, programs, run, cause);
}

async function goOnWith(
  turn: Turn,
  programs: Programs,
  run: Run,
  cause: RunCause,
): Promise<StageResult> {
  const program = await programs.find(run.revision);
  if (program !== undefined) {
    turn.target = { program, run, cause };
    return goOn;
  }
  // The revision is gone or no longer compiles: say so rather than hang for ever.
  turn.cancelRun(run);
  turn.record("run.failed", { reason: "revision-missing", revision: run.revision }, run);
  turn.say("failed", turn.texts.failed);
  turn.target = await nextQueued(turn, run.flow, programs);
  return turn.target === undefined ? handled("revision-missing") : goOn;
}

function tellUnsupported(turn: Turn): StageResult {
  const period = Math.floor(turn.now / unsupportedPeriodMs);
  turn.sayOnce(`unsupported:${period}`, turn.texts.unsupported);
  return ignored("unsupported");
}
