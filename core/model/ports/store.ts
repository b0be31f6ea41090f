import type { Pace } from "#core/lib/gcra.ts";
import type { AccountId, ConversationId, EffectId, RunId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { ActivityRequest } from "#core/model/effect.ts";
import type { NewEvent } from "#core/model/event.ts";
import type { Claim, CommitAnswer, CommitPlan } from "#core/model/plan.ts";
import type { Send, SendDecision, SendResult, SendStart } from "#core/model/send.ts";
import type { StatusUpdate } from "#core/model/status.ts";

/** A status for one account; `attempt` if its callback data was ours and genuine. */
export interface AppliedStatus extends StatusUpdate {
  readonly account: AccountId;
  readonly send?: { readonly outbox: string; readonly attempt: number };
  /** What the message came to, in micro-USD; absent: the receipt does not tell, or messages are free. */
  readonly costMicroUsd?: number | undefined;
}

/** An activity leased to a worker; its result is ingested as an event keyed by the effect. */
export interface Activity {
  readonly effect: EffectId;
  /** Undefined: it belongs to the conversation and to no run. */
  readonly run?: RunId;
  readonly account: AccountId;
  readonly conversation: ConversationId;
  readonly request: ActivityRequest;
  readonly timeoutMs: number;
  /** How often it was begun before; at least once is all that is promised. */
  readonly attempts: number;
}

/** A take from rate buckets and budgets, idempotent by `id`; all of `takes` or none. */
export interface Reservation {
  readonly id: string;
  readonly takes: readonly (
    | { readonly kind: "pace"; readonly key: string; readonly pace: Pace }
    | {
        readonly kind: "budget";
        readonly key: string;
        /** Greatest sum of reserved and settled amounts in the period that `periodAt` names. */
        readonly cap: number;
        readonly amount: number;
        readonly periodAt: Millis;
      }
  )[];
}

export type ReserveAnswer =
  | { readonly kind: "granted" }
  | { readonly kind: "refused"; readonly key: string; readonly until: Millis | undefined };

export interface StoreStats {
  readonly pendingEvents: number;
  readonly deadEvents: number;
  readonly unparsedEvents: number;
  readonly queuedSends: number;
  readonly unknownSends: number;
  readonly unconfirmedSends: number;
  /** Messages that are known to have reached a person twice. */
  readonly duplicateSends: number;
  readonly openTimers: number;
  readonly openActivities: number;
  /** Why `ingest` takes nothing in for now, such as a full disk; undefined: it does. */
  readonly refusal?: string;
}

/**
 * The hot path's port. Every method is one transaction and resolves only after a durable commit;
 * it rejects with `STORE_UNAVAILABLE` (retry later) when nothing could be written, and then nothing
 * was. Leases (`claim`, `claimSends`, `claimActivities`) last `leaseMs` and are extended by `touch`.
 */
export interface Store {
  /**
   * Takes events in. Resolves to one answer per event, in order; all of them or none. Finds or
   * makes contact and conversation by `resolveSender`. A `result` event also ends its activity; it
   * is a duplicate when the activity is gone.
   */
  ingest(events: readonly NewEvent[]): Promise<readonly ("new" | "duplicate")[]>;
  /**
   * Leases up to `max` conversations with pending events, longest-waiting first, each with all
   * that is pending (bounded). A conversation that is leased, deferred or waiting for a retry is
   * left out.
   */
  claim(max: number, now: Millis): Promise<readonly Claim[]>;
  /** Applies a plan whole, in one transaction with the start that it may ask for. */
  commit(claim: Claim, plan: CommitPlan): Promise<CommitAnswer>;
  /** Gives the turn back after a failure: the first event's attempts grow, nothing before `until`. */
  retry(claim: Claim, until: Millis, error: string): Promise<void>;
  /** Gives the turn back without a failure: no attempt is counted. */
  defer(claim: Claim, until: Millis): Promise<void>;
  /** Parks the first event as `dead` with its error, applies `plan`, and frees the conversation. */
  bury(claim: Claim, error: string, plan: CommitPlan): Promise<CommitAnswer>;
  /** Extends leases; resolves to the claims that are still held. */
  touch(claims: readonly Claim[], now: Millis): Promise<readonly Claim[]>;

  claimActivities(max: number, now: Millis): Promise<readonly Activity[]>;
  /**
   * Gives a leased activity back without a result: it is begun again, not before `until`. Its
   * attempts stay counted; the wait itself may be lost with the process.
   */
  deferActivity(effect: EffectId, until: Millis): Promise<void>;

  /**
   * Leases up to `max` sends that are due: at most one per conversation, the oldest that is not
   * ended, or before what is `queued` one of `privatePurposes`, so that a pause of the bot does not hold it back;
   * none of a conversation whose head is `sending`, or `unknown` within its grace. Only sends
   * of `accounts` are looked at: one that is paused, or gone from bot.yaml, costs the others nothing.
   */
  claimSends(max: number, now: Millis, accounts: readonly AccountId[]): Promise<readonly Send[]>;
  startSend(send: Send, decision: SendDecision, now: Millis): Promise<SendStart>;
  /**
   * Records how a POST ended. A status that came before is kept: an accepted row stays accepted. What was
   * certainly not taken gives back, in the same transaction, what its attempt had reserved.
   */
  sendResult(send: Send, result: SendResult, now: Millis): Promise<void>;
  /**
   * Applies receipts, also those that came before the send's own answer: matched by vendor id,
   * else by callback. Any receipt but `failed` proves acceptance. Two attempts confirmed for one
   * send are counted as a duplicate. Repeats change nothing.
   */
  applyStatuses(updates: readonly AppliedStatus[], now: Millis): Promise<void>;

  /**
   * Turns up to `max` timers that are due into events of their conversations; resolves to how many.
   * Timers that were due before `from` are left alone.
   */
  dueTimers(max: number, now: Millis, from: Millis): Promise<number>;
  /**
   * When the next thing may happen: a timer due at or after `from`, a deferred or retried turn, a
   * send that waits, a grace or a lease that ends. Undefined: nothing is planned.
   */
  nextDueAt(from: Millis): Promise<Millis | undefined>;

  reserve(reservation: Reservation, now: Millis): Promise<ReserveAnswer>;
  /**
   * Replaces reserved budget amounts by what was really used: `amounts` by key, or one amount for all.
   * Idempotent.
   */
  settle(id: string, amounts: Readonly<Record<string, number>> | number): Promise<void>;

  /**
   * Once, at start: sends that were cut off become `unknown` until `graceUntil(class)`; leases of
   * the last process are gone. Rows that were unknown already start their grace anew.
   */
  resume(now: Millis, graceMs: (sendClass: Send["class"]) => number): Promise<void>;
  stats(): Promise<StoreStats>;
  /** Writes a whole, checked copy to `file`. */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}
