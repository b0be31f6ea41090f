import type { EventId } from "#core/lib/ids.ts";
import { later, type Millis, toMillis } from "#core/lib/millis.ts";
import type { StoredEvent } from "#core/model/event.ts";
import { type MessageIn, maxInboundTextChars } from "#core/model/message-in.ts";

/** A burst lasts this many intervals from its first text at most. Source: the flow language, 7. */
const maxIntervals = 3;

type Text = Extract<MessageIn, { kind: "text" }>;

/** One turn: the event to handle, its texts joined by newlines, and the others that it stands for. */
export interface Burst {
  readonly event: StoredEvent;
  readonly also: readonly EventId[];
}

/**
 * Joins texts that came in quick succession. A moment: more may come until then, the turn waits.
 * `events` are the pending ones in their order, `first` the next. Only texts are joined, and what is
 * none (`isText` refuses interrupts) ends a burst at once, so the order never changes.
 */
export function gatherBurst(
  events: readonly StoredEvent[],
  first: StoredEvent,
  rules: {
    readonly intervalMs: number;
    readonly isText: (message: MessageIn) => boolean;
    readonly now: Millis;
  },
): Burst | { readonly until: Millis } {
  const { intervalMs, isText, now } = rules;
  const alone = { event: first, also: [] };
  const opening = textOf(first, isText);
  if (intervalMs <= 0 || opening === undefined) return alone;
  const endAt = later(first.receivedAt, maxIntervals * intervalMs);
  let burst: Burst = alone;
  let { text } = opening;
  for (const event of events.slice(events.indexOf(first) + 1)) {
    const message = textOf(event, isText);
    const lastAt = burst.event.receivedAt;
    const isNear = event.receivedAt - lastAt <= intervalMs && event.receivedAt <= endAt;
    if (message === undefined || !isNear) return burst;
    text = `${text}\n${message.text}`;
    if (text.length > maxInboundTextChars) return burst;
    burst = join(first, event, { ...message, ...partsOf(opening), text }, burst.also);
  }
  const until = Math.min(later(burst.event.receivedAt, intervalMs), endAt);
  return until > now ? { until: toMillis(until) } : burst;
}

/**
 * Joins the texts that came while an AI was at work, until `untilAt`: whoever waits for an answer
 * writes on, and means one thing by it.
 */
export function joinWaiting(
  events: readonly StoredEvent[],
  first: StoredEvent,
  rules: { readonly untilAt: Millis; readonly isText: (message: MessageIn) => boolean },
): Burst {
  const { untilAt, isText } = rules;
  let burst: Burst = { event: first, also: [] };
  const opening = textOf(first, isText);
  if (opening === undefined) return burst;
  let { text } = opening;
  for (const event of events.slice(events.indexOf(first) + 1)) {
    const message = textOf(event, isText);
    if (message === undefined || event.receivedAt > untilAt) return burst;
    text = `${text}\n${message.text}`;
    if (text.length > maxInboundTextChars) return burst;
    burst = join(first, event, { ...message, ...partsOf(opening), text }, burst.also);
  }
  return burst;
}

function textOf(event: StoredEvent, isText: (message: MessageIn) => boolean): Text | undefined {
  if (event.body.kind !== "message" || event.body.message.kind !== "text") return undefined;
  return isText(event.body.message) ? event.body.message : undefined;
}

/** What only the first of several texts carries; the id is the last one's, which is quoted. */
function partsOf({ replyTo, ad }: Text): Pick<Text, "replyTo" | "ad"> {
  return {
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(ad === undefined ? {} : { ad }),
  };
}

function join(
  first: StoredEvent,
  last: StoredEvent,
  message: Text,
  also: readonly EventId[],
): Burst {
  if (first.body.kind !== "message") return { event: first, also };
  const { occurredAt, receivedAt } = last;
  const body = { ...first.body, message };
  return { event: { ...first, occurredAt, receivedAt, body }, also: [...also, last.id] };
}
