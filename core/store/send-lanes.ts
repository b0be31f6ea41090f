import type { AccountId, ConversationId, EffectId, OutboxId, RunId } from "#core/lib/ids.ts";
import { later, type Millis } from "#core/lib/millis.ts";
import type { MessageOut, SendClass } from "#core/model/message-out.ts";
import { Heap } from "./heap.ts";

/** What of a send never changes, kept so that its row is not read again. */
export interface SendContent {
  readonly effect: EffectId;
  readonly run: RunId | undefined;
  readonly message: MessageOut;
  readonly purpose: string;
}

/** A send that has not ended, as its lane knows it. */
export interface OpenSend {
  /** The row's number: the order of the line. */
  readonly seq: number;
  readonly id: OutboxId;
  readonly class: SendClass;
  /** An answer of the runtime's to one person, which does not wait behind what is talked about. */
  readonly isPrivate: boolean;
  readonly queuedAt: Millis;
  state: "queued" | "sending" | "unknown" | "ended";
  /** Not before: a retry's wait, or the end of an unknown outcome's grace. */
  dueAt: Millis;
  attempt: number;
  refusals: number;
  unknowns: number;
  content: SendContent | undefined;
}

/**
 * One conversation's line of sends. `token` is not 0 while a worker has its head; from `startSend`
 * to `sendResult` the lane is in flight and stays shut even if a receipt ends its head meanwhile,
 * or the next message would overtake the one that is on the wire.
 */
export interface SendLane {
  readonly conversation: ConversationId;
  readonly account: AccountId;
  readonly sends: OpenSend[];
  token: number;
  leaseUntilAt: number;
  isInFlight: boolean;
  /** When the flight began; 0 before the first. */
  startedAt: number;
  /** Raised whenever the lane moves, so that its older entries in the heaps are void. */
  moves: number;
}

interface Place {
  readonly lane: SendLane;
  readonly move: number;
}

/** Sends whose content is kept in memory; those over it are read from their rows again. */
const maxKept = 20_000;

/** The lines of all conversations with something to send, in memory; changed only after a commit. */
export class SendLanes {
  readonly #leaseMs: number;
  readonly #lanes = new Map<ConversationId, SendLane>();
  /** Lanes whose head may be claimed at its time, by account: one that may not send costs nothing. */
  readonly #due = new Map<AccountId, Heap<Place>>();
  /** By token, in the order in which the leases end. */
  readonly #leases = new Map<number, SendLane>();
  #token = 0;
  #kept = 0;

  constructor(leaseMs: number) {
    this.#leaseMs = leaseMs;
  }

  add(conversation: ConversationId, account: AccountId, send: OpenSend): void {
    if (send.content !== undefined) {
      if (this.#kept >= maxKept) send.content = undefined;
      else this.#kept += 1;
    }
    let lane = this.#lanes.get(conversation);
    if (lane === undefined) {
      lane = {
        conversation,
        account,
        sends: [],
        token: 0,
        leaseUntilAt: 0,
        isInFlight: false,
        startedAt: 0,
        moves: 0,
      };
      this.#lanes.set(conversation, lane);
    }
    lane.sends.push(send);
    if (lane.sends.length === 1 || send.isPrivate) this.place(lane);
  }

  /** Takes the lane whose head is due the longest. It has to be leased or placed again. */
  take(now: Millis, accounts: readonly AccountId[]): SendLane | undefined {
    for (;;) {
      let first: Heap<Place> | undefined;
      for (const [account, heap] of this.#due) {
        if (heap.nextKey > now || !accounts.includes(account)) continue;
        if (first === undefined || isEarlier(heap, first)) first = heap;
      }
      if (first === undefined) return undefined;
      const place = first.pop();
      if (place !== undefined && isCurrent(place)) return place.lane;
    }
  }

  lease(lane: SendLane, now: Millis): number {
    this.#token += 1;
    lane.moves += 1;
    lane.token = this.#token;
    this.#renew(lane, now);
    return lane.token;
  }

  /** The lane whose fence is `token`, started or not. */
  leased(conversation: ConversationId, token: number): SendLane | undefined {
    const lane = this.#lanes.get(conversation);
    return lane?.token === token ? lane : undefined;
  }

  /** The same, if its lease has not run out and nothing was started under it. */
  held(conversation: ConversationId, token: number, now: Millis): SendLane | undefined {
    const lane = this.leased(conversation, token);
    return lane !== undefined && !lane.isInFlight && now < lane.leaseUntilAt ? lane : undefined;
  }

  /** From here to `free` nothing of the lane is claimed. */
  setInFlight(lane: SendLane, now: Millis): void {
    lane.isInFlight = true;
    lane.startedAt = now;
    this.#renew(lane, now);
  }

  /** Ends a lease, and with it the flight. */
  free(lane: SendLane): void {
    this.#leases.delete(lane.token);
    lane.token = 0;
    lane.isInFlight = false;
    this.place(lane);
  }

  find(conversation: ConversationId, seq: number): OpenSend | undefined {
    return this.#lanes.get(conversation)?.sends.find((send) => send.seq === seq);
  }

  /** Ends a send; its lane goes on at once, if nobody has it. */
  end(conversation: ConversationId, seq: number): void {
    const send = this.find(conversation, seq);
    const lane = this.#lanes.get(conversation);
    if (send === undefined || lane === undefined) return;
    send.state = "ended";
    this.place(lane);
  }

  lane(conversation: ConversationId): SendLane | undefined {
    return this.#lanes.get(conversation);
  }

  /**
   * Frees what was claimed and never started in time, and returns the lanes whose flight lasts
   * longer than a lease: their outcome will not be told.
   */
  expire(now: Millis): SendLane[] {
    const lost: SendLane[] = [];
    for (const lane of this.#leases.values()) {
      if (lane.leaseUntilAt > now) break;
      if (lane.isInFlight && lane.sends[0]?.state === "sending") lost.push(lane);
      else this.free(lane);
    }
    for (const lane of lost) this.#renew(lane, now);
    return lost;
  }

  forget(conversation: ConversationId): void {
    const lane = this.#lanes.get(conversation);
    if (lane === undefined) return;
    this.#leases.delete(lane.token);
    lane.token = 0;
    lane.moves += 1;
    for (const send of lane.sends.splice(0)) this.#unkeep(send);
    this.#lanes.delete(conversation);
  }

  /** When a head may be claimed or a lease ends next, or undefined. */
  nextAt(): number | undefined {
    let next = Number.POSITIVE_INFINITY;
    for (const lane of this.#leases.values()) {
      next = lane.leaseUntilAt;
      break;
    }
    for (const heap of this.#due.values()) {
      for (let place = heap.peek(); place !== undefined; place = heap.peek()) {
        if (isCurrent(place)) break;
        heap.pop();
      }
      next = Math.min(next, heap.nextKey);
    }
    return Number.isFinite(next) ? next : undefined;
  }

  /** Drops what has ended and lets the head be claimed at its time, if nobody has the lane. */
  place(lane: SendLane): void {
    if (lane.token !== 0) return;
    lane.moves += 1;
    for (let head = lane.sends[0]; head?.state === "ended"; head = lane.sends[0]) {
      lane.sends.shift();
      this.#unkeep(head);
    }
    const head = letOvertake(lane.sends);
    if (head === undefined) {
      this.#lanes.delete(lane.conversation);
      return;
    }
    if (head.state === "sending") return;
    let heap = this.#due.get(lane.account);
    if (heap === undefined) {
      heap = new Heap();
      this.#due.set(lane.account, heap);
    }
    heap.push(head.dueAt, head.seq, { lane, move: lane.moves });
  }

  #renew(lane: SendLane, now: Millis): void {
    lane.leaseUntilAt = later(now, this.#leaseMs);
    this.#leases.delete(lane.token);
    this.#leases.set(lane.token, lane);
  }

  #unkeep(send: OpenSend): void {
    if (send.content !== undefined) this.#kept -= 1;
  }
}

/** The head of a line, after the first private message has gone before what is queued. */
function letOvertake(sends: OpenSend[]): OpenSend | undefined {
  const [head] = sends;
  if (head === undefined || sends.length === 1) return head;
  if (head.isPrivate || head.state !== "queued") return head;
  const index = sends.findIndex(({ isPrivate, state }) => isPrivate && state === "queued");
  if (index === -1) return head;
  const [first] = sends.splice(index, 1);
  if (first !== undefined) sends.unshift(first);
  return sends[0];
}

function isCurrent({ lane, move }: Place): boolean {
  return lane.moves === move;
}

function isEarlier(a: Heap<Place>, b: Heap<Place>): boolean {
  return a.nextKey < b.nextKey || (a.nextKey === b.nextKey && a.nextTie < b.nextTie);
}
