import { endDenied } from "#core/engine/end-denied.ts";
import { factsOf } from "#core/engine/facts.ts";
import { renewRuns } from "#core/engine/migrate-runs.ts";
import type { Programs } from "#core/engine/programs.ts";
import type { EngineSettings } from "#core/engine/settings.ts";
import type { Turn } from "#core/engine/turn.ts";
import { listenTo } from "#core/engine/voice/listen-to.ts";
import type { RunCause } from "#core/flow/advance.ts";
import type { RouteInput, RouteMatch } from "#core/flow/flow-set.ts";
import type { Program } from "#core/flow/program.ts";
import { servicePurpose } from "#core/gate/decide-consent.ts";
import { decideIntake } from "#core/gate/decide-intake.ts";
import { decideStart } from "#core/gate/decide-start.ts";
import { matchInterrupt } from "#core/gate/match-interrupt.ts";
import type { Interrupt } from "#core/gate/words/interrupt-words.ts";
import { later, minuteMs, toMillis } from "#core/lib/millis.ts";
import { answersForMs, answersPurpose } from "#core/model/consent.ts";
import type { Happening } from "#core/model/happening.ts";
import {
  isConversational,
  type MessageIn,
  messageText,
  toVoiceNote,
} from "#core/model/message-in.ts";
import { awaitedEvent, type Run, sizedKey } from "#core/model/run.ts";
import { askForIntent, isChoosing, isFirst, takeIntent } from "./choose-intent.ts";
import { happeningOf } from "./happening-of.ts";
import { actOnInterrupt } from "./interrupt.ts";
import { actOnOwnInterrupt } from "./own-interrupt.ts";
import { resumeHandoff } from "./resume-handoff.ts";
import { goOn, handled, ignored, type Stage, type StageResult } from "./stage.ts";
import { type Opening, startRun } from "./start-run.ts";

/** "I cannot read this" is said once in this time, not for each such message of a burst. */
const unsupportedPeriodMs = 10 * minuteMs;

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
      const renewing = renewRuns(turn, deps);
      if (renewing === undefined) return route(turn, deps);
      return renewing.then((isOver) => (isOver ? handled("migrated") : route(turn, deps)));
    },
  };
}

function route(turn: Turn, deps: RouteDeps): StageResult | Promise<StageResult> {
  const { body } = turn.event;
  if (turn.spoken !== undefined) return routeMessage(turn, turn.spoken.message, deps);
  if (body.kind === "message") return routeMessage(turn, body.message, deps);
  if (body.kind === "timer") {
    return resume(turn, deps, body.wait, { kind: "timer", wait: body.wait });
  }
  if (body.kind === "result") {
    const { effect, outcome } = body;
    const choosing = turn.runs.find((run) => run.wait?.id === effect);
    if (isChoosing(choosing)) {
      const { message, isFirst } = choosing.held;
      const intent = takeIntent(turn, choosing, outcome);
      return startByMessage(turn, { message, isFirst, intent }, deps);
    }
    return resume(turn, deps, effect, { kind: "result", effect, outcome });
  }
  if (body.kind === "identity") {
    return routeQuietly(turn, undefined, deps) ?? handled("identity");
  }
  const event = happeningOf(body);
  return event === undefined ? ignored(`no-route:${body.kind}`) : routeEvent(turn, event, deps);
}

function routeMessage(
  turn: Turn,
  message: MessageIn,
  deps: RouteDeps,
): StageResult | Promise<StageResult> {
  if (message.kind === "unsupported" && message.quiet !== true) return tellUnsupported(turn);
  if (!isConversational(message)) {
    return routeQuietly(turn, message, deps) ?? ignored("not-a-turn");
  }
  hearAfterStop(turn, message, deps);
  // Only a run has words of its own, or a handoff to end: without one there is nothing to wait for.
  if (turn.foreground !== undefined) return routeToRun(turn, message, deps);
  return actOnInterrupt(turn, message, deps) ?? routeOn(turn, message, deps);
}

async function routeToRun(turn: Turn, message: MessageIn, deps: RouteDeps): Promise<StageResult> {
  turn.target = await actOnOwnInterrupt(turn, message, deps);
  if (turn.target !== undefined) return goOn;
  const interrupted = actOnInterrupt(turn, message, deps);
  if (interrupted !== undefined) return interrupted;
  // A handoff that ran out may be noticed by a message before its own timer comes.
  if (turn.foreground?.wait?.kind === "handoff") await resumeHandoff(turn, deps);
  return routeOn(turn, message, deps);
}

function routeOn(
  turn: Turn,
  message: MessageIn,
  deps: RouteDeps,
): StageResult | Promise<StageResult> {
  const listening = listenTo(turn, message, deps);
  if (listening !== undefined) return listening;
  const run = turn.foreground;
  if (run !== undefined && mustKnowSize(turn, run, message)) {
    turn.putRun({ ...run, held: { kind: "file", event: turn.event.id, message } });
    return handled("file-awaited");
  }
  if (run !== undefined) return goOnWith(turn, deps, run, { kind: "message", message });
  return startByMessage(turn, { message, isFirst: isFirst(turn) }, deps);
}

/** The flow whose trigger takes the message; where intents come first, an AI is asked before. */
function startByMessage(
  turn: Turn,
  { message, isFirst, intent }: Heard,
  deps: RouteDeps,
): StageResult | Promise<StageResult> {
  const { flows } = deps.programs;
  const refused = new Map<string, string>();
  const mayBegin = beginRule(turn, deps, refused);
  const note = toVoiceNote(message);
  const known = { ...routeInput(turn, { message }, deps), isFirstContact: isFirst, mayBegin };
  // Words that were heard are for flows that want to hear; for others it is what it was.
  const input =
    note === undefined
      ? known
      : { ...known, mayBegin: (it: Program) => it.hearsVoice && mayBegin(it) };
  const choices = intent === undefined ? flows.intents(input) : undefined;
  // Where nobody is to be answered, nobody is asked either: the gate says why.
  if (
    choices !== undefined &&
    decideIntake(turn.contact, turn.conversation, turn.now) === undefined
  ) {
    return askForIntent(turn, message, choices, deps.newId);
  }
  const match = flows.match({ ...input, intent: intent ?? null });
  const other =
    match === undefined && note !== undefined
      ? flows.match({ ...known, message: note, intent: null })
      : undefined;
  recordRefused(turn, refused);
  if (match !== undefined) return startRun(turn, match, { message }, deps);
  if (other !== undefined && note !== undefined) {
    return startRun(turn, other, { message: note }, deps);
  }
  return ignored("no-trigger");
}

interface Heard {
  readonly message: MessageIn;
  readonly isFirst: boolean;
  /** What an AI chose; absent: it was not asked. */
  readonly intent?: string | null;
}

/** Whether the question wants to know how large a file is that only its fetching tells. */
function mustKnowSize(turn: Turn, { wait }: Run, message: MessageIn): boolean {
  if (message.kind !== "media" || message.media.bytes !== undefined) return false;
  return wait?.data?.[sizedKey] === true && turn.channel.fetchMedia !== undefined;
}

/** What is no message: the run that has waited longest for it, else the flow that declares it. */
function routeEvent(
  turn: Turn,
  event: Happening,
  deps: RouteDeps,
): StageResult | Promise<StageResult> {
  const waiting = event.kind === "signal" ? findAwaiting(turn, event.name) : undefined;
  const wait = waiting?.wait?.id;
  if (waiting !== undefined && wait !== undefined) {
    return goOnWith(turn, deps, waiting, { kind: "event", wait, event });
  }
  const match = findFlow(turn, { event }, deps);
  return match === undefined ? ignored("no-trigger") : startRun(turn, match, { event }, deps);
}

function findAwaiting(turn: Turn, name: string): Run | undefined {
  return turn.runs.find(
    ({ wait, held }) => held === undefined && wait !== undefined && awaitedEvent(wait) === name,
  );
}

/**
 * A reaction, or without a message a changed number: opens a turn only in a flow that declares it,
 * and never in the middle of another conversation.
 */
function routeQuietly(
  turn: Turn,
  message: MessageIn | undefined,
  deps: RouteDeps,
): StageResult | Promise<StageResult> | undefined {
  const opening = message === undefined ? {} : { message };
  const match = turn.foreground === undefined ? findFlow(turn, opening, deps) : undefined;
  return match === undefined ? undefined : startRun(turn, match, opening, deps);
}

/** The flow whose trigger wins among those that may begin; the others' refusals are recorded. */
function findFlow(turn: Turn, opening: Opening, deps: RouteDeps): RouteMatch | undefined {
  const refused = new Map<string, string>();
  const mayBegin = beginRule(turn, deps, refused);
  const match = deps.programs.flows.match({ ...routeInput(turn, opening, deps), mayBegin });
  recordRefused(turn, refused);
  return match;
}

/** Whether a flow may begin by its purpose; those that may not go into `refused`, with the reason. */
function beginRule(
  turn: Turn,
  { settings }: RouteDeps,
  refused: Map<string, string>,
): (program: Program) => boolean {
  return ({ flow, purpose }) => {
    const reason = decideStart(purpose, turn.contact, settings.consent.purposes, turn.now);
    if (reason !== undefined) refused.set(flow, reason);
    return reason === undefined;
  };
}

function recordRefused(turn: Turn, refused: ReadonlyMap<string, string>): void {
  for (const [flow, reason] of refused) turn.record("gate.not-begun", { flow, reason });
}

function routeInput(turn: Turn, { message, event }: Opening, deps: RouteDeps): RouteInput {
  return {
    message,
    event,
    isFirstContact: isFirst(turn),
    facts: factsOf(turn, deps.settings, deps.seed()),
    live: turn.runs.map((item) => item.flow),
  };
}

/**
 * Who has said STOP and then asks for something by name is answered, as long as a window lasts: by a
 * word that a flow of `service` listens to, or by asking for help, the menu or a person.
 */
function hearAfterStop(turn: Turn, message: MessageIn, deps: RouteDeps): void {
  const { stoppedAt } = turn.contact;
  const { occurredAt, id } = turn.event;
  if (stoppedAt === undefined || occurredAt <= stoppedAt) return;
  const interrupt = matchInterrupt(message);
  const isAsked =
    interrupt === undefined ? isNamed(turn, message, deps) : askingInterrupts.includes(interrupt);
  if (!isAsked) return;
  const at = toMillis(Math.min(occurredAt, turn.now));
  const line = { purpose: answersPurpose, answer: "yes", at } as const;
  const wording = messageText(message);
  const expiresAt = later(at, answersForMs);
  turn.addConsent({ ...line, wording, source: `message:${id}`, expiresAt });
}

/** Whether a flow of `service` is asked for by name. */
function isNamed(turn: Turn, message: MessageIn, deps: RouteDeps): boolean {
  const input = { ...routeInput(turn, { message }, deps), mayBegin: isService };
  return deps.programs.flows.match(input)?.isNamed === true;
}

const askingInterrupts: readonly Interrupt[] = ["help", "human", "menu"];

function isService({ purpose }: Program): boolean {
  return purpose === servicePurpose;
}

/** A run that holds what is to move it has no time to run out any more: that came first. */
function resume(
  turn: Turn,
  deps: RouteDeps,
  wait: string,
  cause: RunCause,
): StageResult | Promise<StageResult> {
  const run = turn.runs.find((item) => item.wait?.id === wait);
  const isStale = run === undefined || (cause.kind === "timer" && run.held !== undefined);
  return isStale ? ignored(`stale-${cause.kind}`) : goOnWith(turn, deps, run, cause);
}

async function goOnWith(
  turn: Turn,
  deps: RouteDeps,
  run: Run,
  cause: RunCause,
): Promise<StageResult> {
  const program = await deps.programs.find(run.revision);
  if (program !== undefined) {
    if (cause.kind === "message" && endDenied(turn, run, program, deps.settings)) {
      const { message } = cause;
      return startByMessage(turn, { message, isFirst: isFirst(turn) }, deps);
    }
    turn.target = { program, run, cause };
    return goOn;
  }
  // The revision is gone or no longer compiles: say so rather than hang for ever.
  turn.cancelRun(run);
  turn.record("run.failed", { reason: "revision-missing", revision: run.revision }, run);
  turn.say("failed", turn.texts.failed);
  return handled("revision-missing");
}

function tellUnsupported(turn: Turn): StageResult {
  const period = Math.floor(turn.now / unsupportedPeriodMs);
  turn.sayOnce(`unsupported:${period}`, turn.texts.unsupported);
  return ignored("unsupported");
}
