import { type Migration, migrateRun } from "#core/flow/migrate/migrate-run.ts";
import type { Program } from "#core/flow/program.ts";
import { initialSlots } from "#core/flow/run/initial-slots.ts";
import { decideIntake } from "#core/gate/decide-intake.ts";
import { matchInterrupt } from "#core/gate/match-interrupt.ts";
import { later } from "#core/lib/millis.ts";
import { isConversational } from "#core/model/message-in.ts";
import { awaitedEvent, type Run } from "#core/model/run.ts";
import { handoffPurpose } from "#core/model/send.ts";
import { cancelRuns } from "./cancel-runs.ts";
import { factsOf } from "./facts.ts";
import type { StartDeps } from "./run-target.ts";
import { putIntoLine } from "./stages/start-run.ts";
import type { Turn } from "./turn.ts";

interface Offer {
  readonly run: Run;
  readonly to: Program;
}

/**
 * The first half, at the beginning of a turn and without a word: runs that an active revision takes
 * over go on in it from here, those that it leaves finish on their own. Undefined where there is none,
 * which is nearly always. After STOP nothing moves any more.
 */
export function moveRuns(turn: Turn, deps: StartDeps): Promise<void> | undefined {
  const { body } = turn.event;
  if (body.kind === "message" && matchInterrupt(body.message) === "stop") return undefined;
  const offers = offersOf(turn, deps);
  return offers.length === 0 ? undefined : moveAll(turn, offers, deps);
}

async function moveAll(turn: Turn, offers: readonly Offer[], deps: StartDeps): Promise<void> {
  for (const offer of offers) {
    const { run, to } = offer;
    const migration = await judge(turn, offer, deps);
    if (migration?.kind === "moved") {
      turn.putRun(migration.run);
      const step = { from: run.wait?.step ?? "", to: migration.step };
      turn.record("run.migrated", { ...told(offer), step: step.from, newStep: step.to }, run);
    } else if (migration?.otherwise === "finish") {
      turn.putRun({ ...run, declined: to.revision });
      turn.record("run.left", { ...told(offer), ...whyOf(migration) }, run);
    }
  }
}

/**
 * The second half, where a turn may speak: what does not fit begins anew or is handed to a person. True
 * if that was the end of what the event was for; undefined where there is none. Interrupts go first, and what cannot be said now
 * waits for a later turn: the run goes on as it is until then.
 */
export function renewRuns(turn: Turn, deps: StartDeps): Promise<boolean> | undefined {
  const offers = offersOf(turn, deps);
  return offers.length === 0 ? undefined : renewAll(turn, offers, deps);
}

async function renewAll(turn: Turn, offers: readonly Offer[], deps: StartDeps): Promise<boolean> {
  let isOver = false;
  for (const offer of offers) {
    const { run } = offer;
    const isItsOwn = isFor(turn, run);
    if (!maySpeak(turn, run, isItsOwn)) continue;
    const migration = await judge(turn, offer, deps);
    if (migration?.kind !== "misfit" || migration.otherwise === "finish") continue;
    if (migration.otherwise === "restart" && !isWindowOpen(turn)) continue;
    await cancelRuns(turn, [run], deps);
    if (migration.otherwise === "restart") beginAnew(turn, offer, migration, isItsOwn, deps);
    else handOver(turn, offer, migration, deps);
    isOver ||= isItsOwn;
  }
  return isOver;
}

type Misfit = Extract<Migration, { readonly kind: "misfit" }>;

/** Through the line, so that it begins at the end of the turn, or behind who is in the foreground. */
function beginAnew(
  turn: Turn,
  offer: Offer,
  why: Misfit,
  isItsOwn: boolean,
  { newId }: StartDeps,
): void {
  const { run, to } = offer;
  const { body } = turn.event;
  turn.record("run.restarted", { ...told(offer), ...whyOf(why) }, run);
  putIntoLine(turn, newId(), to, run.trigger, {
    ...(isItsOwn && body.kind === "message" ? { message: body.message } : {}),
    ...(run.event === undefined ? {} : { event: run.event }),
  });
}

function handOver(turn: Turn, offer: Offer, why: Misfit, { settings }: StartDeps): void {
  const { run } = offer;
  const ownerUntilAt = later(turn.now, settings.handoffMs);
  turn.changeConversation({ owner: "human", ownerUntilAt });
  turn.sendAs(handoffPurpose);
  turn.record("handoff.started", { reason: "migrate", ...told(offer), ...whyOf(why) }, run);
  turn.say("human", turn.texts.human(settings.bot.humanReplyMs), handoffPurpose);
}

/** Runs that rest with nothing in hand, and the revision that speaks of them and was not told no. */
function offersOf({ runs }: Turn, { programs }: StartDeps): readonly Offer[] {
  return runs.flatMap((run) => {
    const to = programs.flows.current.get(run.flow);
    // In this order: what a program says beyond its name may have to be compiled first.
    if (to === undefined || to.revision === run.revision || to.migrate === undefined) return [];
    const isOpen = run.state === "resting" && run.held === undefined;
    return isOpen && run.declined !== to.revision ? [{ run, to }] : [];
  });
}

async function judge(
  turn: Turn,
  { run, to }: Offer,
  { programs, settings, seed }: StartDeps,
): Promise<Migration | undefined> {
  const from = await programs.find(run.revision);
  const facts = factsOf(turn, settings, seed());
  return migrateRun(
    run,
    from,
    to,
    (slot) => initialSlots(new Map([[slot.name, slot]]), facts)[slot.name] ?? null,
  );
}

/** Whether the event is what the run rests for. */
function isFor(turn: Turn, { id, wait }: Run): boolean {
  const { body } = turn.event;
  if (body.kind === "message") return turn.foreground?.id === id;
  if (body.kind === "timer") return body.wait === wait?.id;
  if (body.kind === "result") return body.effect === wait?.id;
  return body.kind === "signal" && wait !== undefined && awaitedEvent(wait) === body.name;
}

/** A run in the background does not get in the way of the one that is asking. */
function maySpeak(turn: Turn, run: Run, isItsOwn: boolean): boolean {
  if (decideIntake(turn.contact, turn.conversation, turn.now) !== undefined) return false;
  const { body } = turn.event;
  if (body.kind !== "message") return isItsOwn;
  const isTurn = isConversational(body.message) && matchInterrupt(body.message) === undefined;
  return isTurn && (isItsOwn || turn.foreground === undefined || turn.foreground.id === run.id);
}

function isWindowOpen({ channel, conversation, now }: Turn): boolean {
  if (channel.capabilities.windowMs === undefined) return true;
  return conversation.windowUntilAt !== undefined && conversation.windowUntilAt > now;
}

function told({ run, to }: Offer) {
  return { flow: run.flow, from: run.revision, to: to.revision };
}

function whyOf({ why, name }: Misfit) {
  return { why, name };
}
