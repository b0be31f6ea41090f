import { matchInterrupt } from "#core/gate/match-interrupt.ts";
import type { Rate } from "#core/lib/duration.ts";
import { type Pace, takeOne } from "#core/lib/gcra.ts";
import type { EventId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import { compareEvents, type StoredEvent } from "#core/model/event.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import { type Claim, claimEventLimit } from "#core/model/plan.ts";
import type { EngineSettings } from "./settings.ts";

/** Events that wait for a limit; what comes then is refused, so that a claim always shows a STOP. */
const maxWaiting = claimEventLimit / 2;

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
  isCommand: (message: MessageIn) => boolean = () => false,
): Taken | { readonly until: Millis } | undefined {
  const passes = ({ body }: StoredEvent) =>
    body.kind !== "message" || isAlwaysHeard(body.message) || isCommand(body.message);
  if (passes(next)) return undefined;
  const take = takeOne(conversation.limitNextAt, paceOf(limits.contact), now);
  if (take.kind === "taken") return undefined;
  if (limits.over === "queue" && events.length <= maxWaiting) {
    const event = events.toSorted(compareEvents).find(passes);
    return event === undefined ? { until: take.until } : { event, also: [] };
  }
  if (!isText(next)) return { event: next, also: [], isOverLimit: true };
  const isOver = (event: StoredEvent) => isText(event) && !passes(event);
  const also = eventsBehind(events, next, isOver).map(({ id }) => id);
  return { event: next, also, isOverLimit: true };
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
  return interrupt === "stop" || interrupt === "start";
}

/** A rate as a bucket that holds one period of it. */
export function paceOf({ count, periodMs }: Rate): Pace {
  return { everyMs: periodMs / count, burst: count };
}
