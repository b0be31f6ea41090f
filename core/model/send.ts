import type { Pace } from "#core/lib/gcra.ts";
import type {
  AccountId,
  ContactId,
  ConversationId,
  EffectId,
  OutboxId,
  RunId,
} from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { BudgetOwner, SpendTake } from "./budget.ts";
import { type Consents, erasurePurpose, exportPurpose, farewellPurpose } from "./consent.ts";
import type { Owner } from "./conversation.ts";
import type { NewEvent } from "./event.ts";
import type { Address } from "./identity.ts";
import type { MessageOut, SendClass } from "./message-out.ts";
import type { RejectionEffect, SendError } from "./status.ts";

/**
 * The life of an outbox row.
 *
 *            commit's start ─┐
 *     queued ──startSend──► sending ──accepted──► accepted   (statuses move its `delivery`)
 *       ▲  ▲                  │ │ └───rejected──► failed     (final, error kept)
 *       │  └──retry, paused───┘ └─────unknown───► unknown ──status──► accepted
 *       └──────────── resend, after its grace ───────┤
 *                                                    └─park─► unconfirmed
 *     queued | unknown ──gate says no──► blocked   (final, reason kept)
 *
 * A row that is `sending` when a process starts was cut off: it becomes `unknown`.
 */
export type SendState =
  | "queued"
  | "sending"
  | "unknown"
  | "accepted"
  | "failed"
  | "blocked"
  | "unconfirmed";

/**
 * A message's purpose is one of bot.yaml's, or one of the runtime's own: the one confirmation of
 * STOP (it passes STOP and a handoff), the word that a person takes over, what a person of ours
 * sends, and the answer to an operator's command (these pass a handoff, not STOP).
 */
export const confirmationPurpose = "confirmation";
export const handoffPurpose = "handoff";
export const operatorPurpose = "operator";
export const commandPurpose = "command";

/** What is between the runtime and one person alone: no part of what is talked about. */
export const privatePurposes: readonly string[] = [
  commandPurpose,
  exportPurpose,
  erasurePurpose,
  farewellPurpose,
];

/**
 * The one word that a budget is used up. It is answered to whom `service` is, and it is paid from what
 * every budget keeps back for it.
 */
export const refusalPurpose = "refusal";

/** The reason of what the closed window holds back; such a row can be released. */
export const windowClosedReason = "window-closed";

/** The reason of what a restored backup had in its line: it may have left since. */
export const restoredReason = "restored";

/** A message that a commit puts into the outbox. */
export interface NewSend {
  /** Unique for ever: an effect's id, or the event's id with a suffix for the engine's own texts. */
  readonly effect: EffectId;
  readonly run?: RunId;
  readonly message: MessageOut;
  readonly class: SendClass;
  readonly purpose: string;
}

/** What the gate needs to decide one send; read in the transaction that gave `factsVersion`. */
export interface SendFacts {
  readonly windowUntilAt: Millis | undefined;
  readonly stoppedAt: Millis | undefined;
  readonly owner: Owner;
  /** The last word of the consent ledger by purpose; undefined before its first line. */
  readonly consents: Consents | undefined;
  /** Whose budget does not hold what the message may cost; absent: all do, or nobody has asked yet. */
  readonly spent?: BudgetOwner;
}

/** A message at the head of its conversation's line, claimed for a decision. */
export interface Send {
  readonly id: OutboxId;
  readonly effect: EffectId;
  readonly run: RunId | undefined;
  readonly account: AccountId;
  readonly conversation: ConversationId;
  readonly contact: ContactId;
  readonly to: readonly Address[];
  readonly message: MessageOut;
  readonly class: SendClass;
  readonly purpose: string;
  readonly queuedAt: Millis;
  /** `unknown`: an earlier attempt may have arrived and its grace is over. */
  readonly state: "queued" | "unknown";
  /** Attempts begun so far. */
  readonly attempt: number;
  /** Counted refusals: attempts that were certainly not taken by the vendor. Bounds the retries. */
  readonly refusals: number;
  /** Attempts whose outcome nobody told: time-outs, and those that a crash cut off. */
  readonly unknowns: number;
  readonly facts: SendFacts;
  readonly factsVersion: number;
  readonly token: number;
}

/** One bucket that a send takes from; all of them or none. */
export interface BucketTake {
  readonly key: string;
  /** Whose own bucket it is: kept with the conversation, which a turn writes anyway. One each. */
  readonly conversation?: ConversationId;
  readonly pace: Pace;
}

/** What the outbox decided about a claimed send. */
export type SendDecision =
  | {
      readonly kind: "send";
      readonly takes: readonly BucketTake[];
      /** Reserved as `sendReservation` of the attempt, all or none. Absent: the send costs nobody's budget. */
      readonly spends?: readonly SpendTake[];
    }
  | {
      readonly kind: "block";
      readonly reason: string;
      /** What it leads to in its conversation, taken in with it. */
      readonly event?: NewEvent;
    }
  | { readonly kind: "park"; readonly reason: string }
  | { readonly kind: "later"; readonly until: Millis; readonly reason: string };

/**
 * `started`: the row is durably `sending` with this attempt number, POST now. `fenced`: the facts
 * or the claim changed, nothing was written, the row can be claimed again. `paced`: bucket `key` is
 * empty, nothing was taken, the row waits. `spent`: budget `key` does not hold it, nothing was taken
 * or written, and the send is decided again. `recorded`: block, park or later is written; `isTold` says that
 * the decision's event is written too, and was not there before.
 */
export type SendStart =
  | { readonly kind: "started"; readonly attempt: number }
  | { readonly kind: "fenced" }
  | { readonly kind: "paced"; readonly key: string; readonly until: Millis }
  | { readonly kind: "spent"; readonly key: string }
  | { readonly kind: "recorded"; readonly isTold?: boolean };

/**
 * How a POST ended, as written to the row. A `retry` counts as a refusal of this message, but not
 * when the whole account is paused (`isCounted: false`).
 */
export type SendResult =
  | { readonly kind: "accepted"; readonly vendorId: string }
  | {
      readonly kind: "retry";
      readonly until: Millis;
      readonly error: SendError;
      readonly isCounted: boolean;
    }
  | { readonly kind: "rejected"; readonly error: SendError; readonly effect: RejectionEffect }
  | { readonly kind: "unknown"; readonly until: Millis; readonly error: SendError };
