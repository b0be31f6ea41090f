import type { AccountId, ConversationId, OutboxId } from "#core/lib/ids.ts";
import { type EffectId, effectId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { Contact } from "./contact.ts";
import type { Conversation } from "./conversation.ts";
import type { NewSend, SendState } from "./send.ts";
import type { Delivery } from "./status.ts";

/**
 * The life of a broadcast; `paused` by a person, or because too many messages failed or were
 * answered with a no. What is `stopped` or `done` never goes on.
 *
 *     running ⇄ paused
 *        │  └──────┴──► stopped
 *        └────────────► done
 */
export type BroadcastState = "running" | "paused" | "stopped" | "done";

/** One message to many people, as it was when it was started; its name is its own for ever. */
export interface NewBroadcast {
  readonly name: string;
  readonly account: AccountId;
  readonly purpose: string;
  readonly file: string;
  /** The YAML text, whole. */
  readonly source: string;
  readonly by: string;
  readonly startedAt: Millis;
}

export interface Broadcast extends NewBroadcast {
  readonly state: BroadcastState;
  /** Why it is paused or stopped. */
  readonly reason?: string;
  /** Whether the audience is written down whole; until then, the last conversation looked at. */
  readonly isCollected: boolean;
  readonly after?: ConversationId;
  /** How many people were written down as its audience. */
  readonly audience: number;
}

/** A person of the audience; `refusal`: why they get nothing. */
export interface NewRecipient {
  readonly conversation: ConversationId;
  readonly refusal?: string;
}

/** Somebody of an audience. */
export interface Recipient {
  readonly conversation: Conversation;
  readonly contact: Contact;
}

/** What becomes of a person who waited: their message goes into the line, or they get none. */
export type RecipientTurn =
  | { readonly conversation: ConversationId; readonly refusal: string }
  | { readonly conversation: ConversationId; readonly send: NewSend };

/** How many people of a broadcast share a fate. */
export interface RecipientCount {
  readonly outcome: RecipientOutcome;
  /** Why they were left out, or their message was blocked or failed; its delivery if it was sent. */
  readonly detail?: string;
  readonly count: number;
}

/**
 * `left-out`: no message was made. `waiting`: not yet. `queued`: in the line or on the wire.
 * `unknown`: may have arrived, is not sent again. `blocked`: the gate said no when it was to leave.
 * `forgotten`: the message's row is older than what is kept. `erased`: the person is.
 */
export type RecipientOutcome =
  | "left-out"
  | "waiting"
  | "queued"
  | "sent"
  | "unknown"
  | "failed"
  | "blocked"
  | "forgotten"
  | "erased";

/** One message of a broadcast, as people look at it. */
export interface BroadcastSend {
  readonly id: OutboxId;
  readonly conversation: ConversationId;
  readonly state: SendState;
  readonly delivery?: Delivery;
  readonly reason?: string;
  readonly queuedAt: Millis;
}

/** How the newest messages of a broadcast fared, since it was last begun or resumed. */
export interface BroadcastTally {
  /** Messages that have not ended, of all there are. */
  readonly open: number;
  /** Of those, how many wait for their first or a further attempt. */
  readonly queued: number;
  /** Messages whose outcome is known, failures included. */
  readonly known: number;
  readonly failed: number;
  /** People who said STOP, or no to its purpose, after their message was queued. */
  readonly optedOut: number;
  /** Messages that the account's budget did not hold. */
  readonly overBudget: number;
}

/** The id of a broadcast's message: one with its conversation, so nobody gets it twice. */
export function broadcastEffect(name: string): EffectId {
  return effectId(`broadcast:${name}`);
}

/** The fate of a message by the state of its row. */
export function outcomeOf(state: SendState, delivery: Delivery | undefined): RecipientOutcome {
  if (state === "accepted") return delivery === "failed" ? "failed" : "sent";
  if (state === "unconfirmed" || state === "unknown") return "unknown";
  if (state === "failed" || state === "blocked") return state;
  return "queued";
}
