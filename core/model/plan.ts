import type { EffectId, EventId, RunId, TimerId } from "#core/lib/ids.ts";
import type { Json } from "#core/lib/json.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { NewConsent } from "./consent.ts";
import type { Contact, ContactChange } from "./contact.ts";
import type { Conversation, ConversationChange } from "./conversation.ts";
import type { ActivityRequest } from "./effect.ts";
import type { StoredEvent } from "./event.ts";
import type { OpsChange } from "./ops.ts";
import type { Run } from "./run.ts";
import type { BucketTake, NewSend, Send } from "./send.ts";

/**
 * One conversation's turn, leased to one worker. `token` is the fence: a commit with a token that
 * is no longer the newest changes nothing. `events` are all that is pending (at most
 * `claimEventLimit`), in the order of `compareEvents`; the worker handles a prefix of them.
 */
export interface Claim {
  readonly token: number;
  readonly conversation: Conversation;
  readonly contact: Contact;
  /** Of contact and conversation, as in `Send`: what they had when the turn was claimed. */
  readonly factsVersion: number;
  readonly events: readonly StoredEvent[];
  /** Runs that have not ended. */
  readonly runs: readonly Run[];
}

/** Greatest number of events in one claim. */
export const claimEventLimit = 64;

export interface NewTimer {
  readonly id: TimerId;
  readonly run: RunId;
  readonly wait: string;
  readonly dueAt: Millis;
}

export interface NewActivity {
  readonly effect: EffectId;
  /** Undefined: it belongs to the conversation, and no run's end ends it. */
  readonly run?: RunId;
  readonly request: ActivityRequest;
  readonly timeoutMs: number;
}

/** One line for people and audit; append-only. `what` is `area.past-verb`. */
export interface HistoryEntry {
  readonly at: Millis;
  readonly what: string;
  readonly run?: RunId;
  readonly event?: EventId;
  readonly data?: Json;
}

/** The end of an event: `ignored` and `dead` say why; `done` may say that it was a command. */
export interface EventMark {
  readonly event: EventId;
  readonly state: "done" | "ignored" | "dead";
  readonly reason?: string;
}

/**
 * Everything that one handled turn changes, as data: a store applies it whole in one fenced
 * transaction. `sends` with an `effect` that exists already are left out (a repeat).
 * `cancelSends` blocks, with its reason, what is queued or unknown in the conversation *before*
 * the plan's own sends are added, and gives its reason to what the closed window holds back, which is
 * then not released. Ending a run drops its timers and open activities.
 */
export interface CommitPlan {
  readonly marks: readonly EventMark[];
  readonly contact?: ContactChange;
  /** Lines of the contact's consent ledger. */
  readonly consents?: readonly NewConsent[];
  readonly conversation?: ConversationChange;
  readonly runs: readonly Run[];
  readonly cancelSends?: string;
  /**
   * The window is open again: messages that were blocked because it was closed (`windowClosedReason`), and were
   * queued at or after this moment, go back into the line, before the plan's own; a broadcast's stay.
   */
  readonly releaseHeld?: Millis;
  readonly sends: readonly NewSend[];
  readonly activities: readonly NewActivity[];
  readonly timers: readonly NewTimer[];
  readonly history: readonly HistoryEntry[];
  /** What an operator's command changes. */
  readonly ops?: OpsChange;
  /**
   * Asks that the first of `sends` is begun with the plan: the gate has let it go, on the facts as the
   * plan leaves them. A store does so, or puts it into the line like any other. It must not where
   * the facts have changed since the claim, a bucket of `takes` is empty, or an older send of the
   * conversation is open.
   */
  readonly start?: PlannedStart;
}

export interface PlannedStart {
  readonly takes: readonly BucketTake[];
}

/**
 * `started`: applied, and the first send is durably `sending` with its first attempt: POST it now.
 * `fenced`: the lease is lost, nothing changed.
 */
export type CommitAnswer = "ok" | "fenced" | { readonly started: Send };
