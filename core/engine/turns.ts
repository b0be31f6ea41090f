import { matchInterrupt } from "#core/gate/match-interrupt.ts";
import { BotError, errorText } from "#core/lib/bot-error.ts";
import type { AccountId } from "#core/lib/ids.ts";
import { later, type Millis, minuteMs, secondMs } from "#core/lib/millis.ts";
import { compareEvents, type StoredEvent } from "#core/model/event.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import type { Claim } from "#core/model/plan.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import { isForeground, type Run } from "#core/model/run.ts";
import type { AiTurns } from "./ai-turns.ts";
import { gatherBurst, joinWaiting } from "./gather-burst.ts";
import { handleTurn, parkTurn, type TurnDeps, type TurnEnd, type TurnWork } from "./handle-turn.ts";
import { hideWords, wordsOfTurn } from "./hide-words.ts";
import type { IntakeFirst } from "./intake-first.ts";
import { lookAgainAt, pickEvent } from "./pick-event.ts";
import { answersErasure } from "./stages/own-data.ts";
import { refuseWaiting, waitForLimit } from "./wait-for-limit.ts";

/** Handles what came in: each conversation one event at a time, conversations beside each other. */
export interface Turns {
  /** Claims what is free and begins it; the turns go on beside each other. */
  round(): Promise<boolean>;
  readonly inFlight: number;
}

export interface TurnsDeps extends TurnDeps {
  readonly channels: ReadonlyMap<AccountId, Channel>;
  /** Whether a message is an interrupt of the run's own flow. */
  readonly isOwnInterrupt: (run: Run, message: MessageIn) => boolean;
  /** Asked before turns begin; undefined: they can at once. */
  readonly prepareFlows?: () => Promise<unknown> | undefined;
  /** How long the flow of the run in the foreground waits for more texts; undefined: as the bot does. */
  readonly debounceOf: (run: Run | undefined) => number | undefined;
  readonly aiTurns: AiTurns;
  readonly intakeFirst: Pick<IntakeFirst, "take">;
  /** Called after every turn, with what it left to do. */
  readonly onOver: (end: TurnEnd | undefined) => void;
}

export function createTurns(deps: TurnsDeps): Turns {
  const { store, clock, log, settings } = deps;
  let inFlight = 0;

  async function begin(claim: Claim): Promise<void> {
    inFlight += 1;
    let end: TurnEnd | undefined;
    try {
      end = await carry(deps, claim);
    } catch (error) {
      // The lease runs out and the turn is claimed again.
      const words = wordsOfTurn(claim.contact, claim.events);
      const text = hideWords(errorText(error), words);
      log.warn("turn.lost", { conversation: claim.conversation.id, error: text });
    }
    inFlight -= 1;
    deps.onOver(end);
  }

  return {
    async round() {
      const free = settings.turnsInFlight - inFlight;
      const count = free <= 0 ? 0 : deps.intakeFirst.take(free);
      if (count === 0) return false;
      const claims = await store.claim(count, clock.now());
      const preparing = claims.length > 0 ? deps.prepareFlows?.() : undefined;
      if (preparing !== undefined) await preparing;
      for (const claim of claims) void begin(claim);
      return false;
    },
    get inFlight() {
      return inFlight;
    },
  };
}

async function carry(deps: TurnsDeps, claim: Claim): Promise<TurnEnd | undefined> {
  const now = deps.clock.now();
  const { contact } = claim;
  const isCommand = (message: MessageIn) =>
    deps.desk.isCommand(contact, message) || answersErasure(contact, message, now);
  const isOwn = (run: Run, message: MessageIn) =>
    deps.isOwnInterrupt(run, message) || isCommand(message);
  const pick = (events: Claim["events"]) => pickEvent({ ...claim, events }, now, isOwn);
  const line = { isCommand, pick };
  const next = pick(claim.events);
  const burst =
    next === undefined
      ? refuseWaiting(claim, line)
      : (waitForLimit(claim, next, deps.settings, now, line) ??
        gather(deps, claim, next, now, isCommand));
  if (burst !== undefined && "until" in burst) {
    // Whatever comes in meanwhile opens the turn again.
    await deps.store.defer(claim, burst.until);
    return undefined;
  }
  const channel = deps.channels.get(claim.conversation.account);
  if (channel === undefined) {
    deps.log.warn("turn.no-channel", { account: claim.conversation.account });
    await deps.store.defer(claim, later(now, minuteMs));
    return undefined;
  }
  if (burst === undefined) {
    await deps.store.defer(claim, lookAgainAt(claim, now));
    return undefined;
  }
  // The event in hand goes first: it is the one that a failure counts against.
  const events = [burst.event, ...claim.events.filter(({ id }) => id !== burst.event.id)];
  const work: TurnWork = { claim: { ...claim, events }, ...burst, channel };
  try {
    const end = await handleTurn(deps, work);
    if (end !== undefined) deps.aiTurns.note(claim, burst.event, now);
    return end;
  } catch (error) {
    return await fail(deps, work, error);
  }
}

/** The next event, with the texts that belong to it; or until when more of them may come. */
function gather(
  deps: TurnsDeps,
  claim: Claim,
  next: StoredEvent,
  now: Millis,
  isCommand: (message: MessageIn) => boolean,
) {
  const run = claim.runs.find(isForeground);
  const intervalMs = deps.debounceOf(run) ?? deps.settings.intake.debounceMs;
  const untilAt = run?.wait?.kind === "converse" ? now : deps.aiTurns.until(claim.conversation.id);
  if (intervalMs <= 0 && untilAt === undefined) return { event: next, also: [] };
  const events = claim.events.toSorted(compareEvents);
  const isText = (message: MessageIn) =>
    matchInterrupt(message) === undefined &&
    !isCommand(message) &&
    !(run !== undefined && deps.isOwnInterrupt(run, message));
  const burst = gatherBurst(events, next, { intervalMs, isText, now });
  if ("until" in burst || untilAt === undefined || next.receivedAt > untilAt) return burst;
  const waiting = joinWaiting(events, next, { untilAt, isText });
  return waiting.also.length > burst.also.length ? waiting : burst;
}

/** Tries again later, and after the last try parks the event so that the conversation goes on. */
async function fail(deps: TurnsDeps, work: TurnWork, error: unknown): Promise<TurnEnd | undefined> {
  const { claim, event } = work;
  const now = deps.clock.now();
  if (error instanceof BotError && error.retry === "later") {
    // The store is down: that counts against nobody.
    await deps.store.defer(claim, later(now, error.retryAfterMs ?? secondMs));
    return undefined;
  }
  const text = hideWords(errorText(error), wordsOfTurn(claim.contact, claim.events));
  const waitMs = deps.settings.turnRetriesMs[event.attempts];
  if (waitMs === undefined) return parkTurn(deps, work, text);
  const attempt = event.attempts + 1;
  const conversation = claim.conversation.id;
  deps.log.warn("turn.failed", { conversation, event: event.id, attempt, error: text });
  await deps.store.retry(claim, later(now, waitMs), text);
  return undefined;
}
