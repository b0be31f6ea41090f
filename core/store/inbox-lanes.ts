import type { ConversationId, EventId } from "#core/lib/ids.ts";
import { later, type Millis } from "#core/lib/millis.ts";
import { compareEvents, type EventBody, type EventKey } from "#core/model/event.ts";
import { claimEventLimit } from "#core/model/plan.ts";
import { Heap } from "./heap.ts";

/** A pending event as the lanes know it; `body` is there while it is kept in memory. */
export interface PendingEvent {
  readonly key: EventKey;
  readonly receivedAt: Millis;
  readonly attempts: number;
  readonly body: EventBody | undefined;
  /** Size of `body`, in characters of JSON. */
  readonly chars: number;
}

/**
 * One conversation with something pending.
 *
 *     ready ──claim──► leased ──commit, bury──► ready, or gone when nothing is left
 *       ▲                │  └──defer, retry───► waiting ──its time──► ready
 *       └──lease is over─┘                         └──deferred, and something new──► ready
 */
export interface InboxLane {
  readonly conversation: ConversationId;
  /** In the order of arrival, each with its place in the line of all conversations. */
  readonly events: { readonly order: number; readonly event: PendingEvent }[];
  /** The fence: 0 while nobody holds the lane. */
  token: number;
  leaseUntilAt: number;
  /** A failed turn keeps its wait whatever comes in; a deferred one does not. */
  place: "held" | "ready" | "deferred" | "retry";
  /** Raised whenever the lane moves, so that its older entries in the heaps are void. */
  moves: number;
}

interface Place {
  readonly lane: InboxLane;
  readonly move: number;
}

/** Characters of event bodies that are kept in memory; what is over is read from its row again. */
const maxKeptChars = 16_000_000;

/**
 * The ready queue and the leases of conversations, in memory: one process owns the database. Filled
 * from the pending rows at open, changed only after a commit. A claim costs what it claims.
 */
export class InboxLanes {
  readonly #leaseMs: number;
  readonly #lanes = new Map<ConversationId, InboxLane>();
  readonly #ready = new Heap<Place>();
  readonly #waiting = new Heap<Place>();
  /** By token, in the order in which the leases end. */
  readonly #leases = new Map<number, InboxLane>();
  #order = 0;
  #token = 0;
  #size = 0;
  #keptChars = 0;

  constructor(leaseMs: number) {
    this.#leaseMs = leaseMs;
  }

  /** Events that are pending, in all conversations. */
  get size(): number {
    return this.#size;
  }

  add(conversation: ConversationId, event: PendingEvent, retryAt?: Millis): void {
    this.#order += 1;
    this.#size += 1;
    const lane = this.#lanes.get(conversation) ?? this.#open(conversation);
    lane.events.push({ order: this.#order, event: this.#keep(event) });
    if (retryAt !== undefined) this.#wait(lane, retryAt, "retry");
    else if (lane.place === "deferred" || lane.events.length === 1) this.#makeReady(lane);
  }

  /** Takes up to `max` lanes that are ready, longest-waiting first. Each has to be leased or put back. */
  take(max: number, now: Millis): InboxLane[] {
    this.#wake(now);
    const taken: InboxLane[] = [];
    while (taken.length < max) {
      const place = this.#ready.pop();
      if (place === undefined) break;
      if (!isCurrent(place)) continue;
      place.lane.place = "held";
      taken.push(place.lane);
    }
    return taken;
  }

  putBack(lane: InboxLane): void {
    this.#makeReady(lane);
  }

  /** Leases a taken lane; returns its fence. */
  lease(lane: InboxLane, now: Millis): number {
    this.#token += 1;
    lane.moves += 1;
    lane.token = this.#token;
    lane.leaseUntilAt = later(now, this.#leaseMs);
    this.#leases.set(lane.token, lane);
    return lane.token;
  }

  /** What a claim of the lane hands out, in the order of handling. */
  head(lane: InboxLane): PendingEvent[] {
    const events = lane.events.map(({ event }) => event);
    if (events.length > 1) events.sort((a, b) => compareEvents(a.key, b.key));
    return events.length > claimEventLimit ? events.slice(0, claimEventLimit) : events;
  }

  /** The lane whose fence is `token`. */
  leased(conversation: ConversationId, token: number): InboxLane | undefined {
    const lane = this.#lanes.get(conversation);
    return lane?.token === token ? lane : undefined;
  }

  /** The same, if the lease has not run out. */
  held(conversation: ConversationId, token: number, now: Millis): InboxLane | undefined {
    const lane = this.leased(conversation, token);
    return lane !== undefined && now < lane.leaseUntilAt ? lane : undefined;
  }

  extend(lane: InboxLane, now: Millis): void {
    lane.leaseUntilAt = later(now, this.#leaseMs);
    this.#leases.delete(lane.token);
    this.#leases.set(lane.token, lane);
  }

  /** Gives a lane back; `handled` are no longer pending. */
  release(lane: InboxLane, handled: readonly EventId[]): void {
    this.#unlease(lane);
    for (const id of handled) this.#drop(lane, id);
    if (lane.events.length > 0) this.#makeReady(lane);
    else this.#lanes.delete(lane.conversation);
  }

  /** Gives a lane back that is to be left alone until `until`; counts a failed try of `failed`. */
  hold(lane: InboxLane, until: Millis, failed?: EventId): void {
    this.#unlease(lane);
    for (const [index, { order, event }] of lane.events.entries()) {
      if (event.key.id !== failed) continue;
      lane.events[index] = { order, event: { ...event, attempts: event.attempts + 1 } };
    }
    this.#wait(lane, until, failed === undefined ? "deferred" : "retry");
  }

  /** Forgets a conversation; a claim of it is fenced from here on. */
  forget(conversation: ConversationId): void {
    const lane = this.#lanes.get(conversation);
    if (lane === undefined) return;
    this.#unlease(lane);
    lane.moves += 1;
    for (const { event } of lane.events.splice(0)) this.#forgetEvent(event);
    this.#lanes.delete(conversation);
  }

  /** When a wait or a lease ends next, or undefined. What is ready now does not count. */
  nextAt(): number | undefined {
    let next = Number.POSITIVE_INFINITY;
    for (const lane of this.#leases.values()) {
      next = lane.leaseUntilAt;
      break;
    }
    for (let place = this.#waiting.peek(); place !== undefined; place = this.#waiting.peek()) {
      if (isCurrent(place)) break;
      this.#waiting.pop();
    }
    next = Math.min(next, this.#waiting.nextKey);
    return Number.isFinite(next) ? next : undefined;
  }

  #open(conversation: ConversationId): InboxLane {
    const lane: InboxLane = {
      conversation,
      events: [],
      token: 0,
      leaseUntilAt: 0,
      place: "held",
      moves: 0,
    };
    this.#lanes.set(conversation, lane);
    return lane;
  }

  #makeReady(lane: InboxLane): void {
    lane.moves += 1;
    lane.place = "ready";
    const order = lane.events[0]?.order ?? 0;
    this.#ready.push(order, 0, { lane, move: lane.moves });
  }

  #wait(lane: InboxLane, until: Millis, place: "deferred" | "retry"): void {
    lane.moves += 1;
    lane.place = place;
    this.#waiting.push(until, lane.events[0]?.order ?? 0, { lane, move: lane.moves });
  }

  /** Makes ready what has waited long enough and what nobody gave back in time. */
  #wake(now: Millis): void {
    for (const lane of this.#leases.values()) {
      if (lane.leaseUntilAt > now) break;
      this.#unlease(lane);
      this.#makeReady(lane);
    }
    while (this.#waiting.nextKey <= now) {
      const place = this.#waiting.pop();
      if (place !== undefined && isCurrent(place)) this.#makeReady(place.lane);
    }
  }

  #unlease(lane: InboxLane): void {
    this.#leases.delete(lane.token);
    lane.token = 0;
  }

  #drop(lane: InboxLane, id: EventId): void {
    const index = lane.events.findIndex(({ event }) => event.key.id === id);
    for (const { event } of index < 0 ? [] : lane.events.splice(index, 1)) this.#forgetEvent(event);
  }

  /** The event as it is kept: without its body once the memory for bodies is used up. */
  #keep(event: PendingEvent): PendingEvent {
    if (event.body === undefined) return event;
    if (this.#keptChars + event.chars > maxKeptChars) {
      const { id, occurredAt, body } = event.key;
      const key = { id, occurredAt, body: { kind: body.kind } };
      return { ...event, key, body: undefined, chars: 0 };
    }
    this.#keptChars += event.chars;
    return event;
  }

  #forgetEvent(event: PendingEvent): void {
    this.#size -= 1;
    this.#keptChars -= event.chars;
  }
}

function isCurrent({ lane, move }: Place): boolean {
  return lane.moves === move;
}
