import { matchInterrupt } from "#core/gate/match-interrupt.ts";
import type { Interrupt } from "#core/gate/words/interrupt-words.ts";
import type { Rate } from "#core/lib/duration.ts";
import { type Pace, takeOne } from "#core/lib/gcra.ts";
import type { EventId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import { compareEvents, type StoredEvent } from "#core/model/event.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import { type Claim, claimEventLimit } from "#core/model/plan.ts";
import type { EngineSettings } from "./settings.ts";

/** Events that wait for a limit or a person; what comes then is refused, so that a claim always shows a STOP. */
export const maxWaiting = claimEventLimit / 2;

/** What a turn takes of a claim: the event in hand, and those that end with it. */
interface Taken {
  readonly event: StoredEvent;
  readonly also: readonly EventId[];
  /** That the limit was looked at, and said no: a moment later it might say yes to one. */
  readonly isOverLimit?: true;
}

/**
 * What goes on where the next message is over the person's limit; undefined: it is not. Texts that are
 * over and follow each other end in one turn, so that a flood costs others no more than a message. Where they wait
 * (`limits.over: queue`) STOP, START, operators' commands and what is no message goes on; else it says until when they wait.
 */
export function waitForLimit(
  { conversation, events }: Claim,
  next: StoredEvent,
  { limits }: Pick<EngineSettings, "limits">,
  now: Millis,
  { isCommand, pick }: LineRules,
): Taken | { readonly until: Millis } | undefined {
  const passes = (event: StoredEvent) => isPassing(event, isCommand);
  if (passes(next)) return undefined;
  const take = takeOne(conversation.limitNextAt, paceOf(limits.contact), now);
  if (take.kind === "taken") return undefined;
  if (limits.over === "queue" && events.length <= maxWaiting) {
    const event = pick(events.filter(passes));
    return event === undefined ? { until: take.until } : { event, also: [] };
  }
  return refuse(events, next, passes);
}

/**
 * Messages wait while something is done for the person, and a claim shows so many of them alone: what
 * is too much is refused, oldest first, so that what moves the run, and a STOP, come in sight.
 */
export function refuseWaiting({ events }: Claim, { isCommand }: LineRules): Taken | undefined {
  if (events.length <= maxWaiting) return undefined;
  const passes = (event: StoredEvent) => isPassing(event, isCommand);
  const oldest = events.toSorted(compareEvents).find((event) => !passes(event));
  return oldest === undefined ? undefined : refuse(events, oldest, passes);
}

/** What of a conversation's line goes before others. */
export interface LineRules {
  readonly isCommand: (message: MessageIn) => boolean;
  /** The one of these that may be handled now. */
  readonly pick: (events: readonly StoredEvent[]) => StoredEvent | undefined;
}

function refuse(
  events: readonly StoredEvent[],
  next: StoredEvent,
  passes: (event: StoredEvent) => boolean,
): Taken {
  const isOver = (event: StoredEvent) => isText(event) && !passes(event);
  const behind = isText(next) ? eventsBehind(events, next, isOver) : [];
  return { event: next, also: behind.map(({ id }) => id), isOverLimit: true };
}

function isPassing({ body }: StoredEvent, isCommand: LineRules["isCommand"]): boolean {
  return body.kind !== "message" || isAlwaysHeard(body.message) || isCommand(body.message);
}

/** Those of a kind right behind an event: what stands between them and others keeps its place in the line. */
function eventsBehind(
  events: readonly StoredEvent[],
  next: StoredEvent,
  isOne: (event: StoredEvent) => boolean,
): readonly StoredEvent[] {
  const sorted = events.toSorted(compareEvents);
  const behind = sorted.slice(sorted.findIndex(({ id }) => id === next.id) + 1);
  const end = behind.findIndex((event) => !isOne(event));
  return end === -1 ? behind : behind.slice(0, end);
}

function isText({ body }: StoredEvent): boolean {
  return body.kind === "message" && body.message.kind === "text";
}

function isAlwaysHeard(message: MessageIn): boolean {
  const interrupt = matchInterrupt(message);
  return interrupt !== undefined && alwaysHeard.includes(interrupt);
}

const alwaysHeard: readonly Interrupt[] = ["stop", "start", "data", "erase"];

/** A rate as a bucket that holds one period of it. */
export function paceOf({ count, periodMs }: Rate): Pace {
  return { everyMs: periodMs / count, burst: count };
}
