import type { ConversationId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type {
  Broadcast,
  BroadcastSend,
  BroadcastState,
  BroadcastTally,
  NewBroadcast,
  NewRecipient,
  Recipient,
  RecipientCount,
  RecipientTurn,
} from "#core/model/broadcast.ts";

/** Broadcasts and their audiences: a part of `Records`. */
export interface BroadcastRecords {
  /** Begins a broadcast; false if there is or was one of that name. */
  addBroadcast(broadcast: NewBroadcast): Promise<boolean>;
  broadcast(name: string): Promise<Broadcast | undefined>;
  /** The newest first. */
  broadcasts(filter: BroadcastFilter): Promise<readonly Broadcast[]>;
  /**
   * Changes the state if it is one of `from`; false if not. `stopped` blocks what is in the line and
   * has not been on the wire; `running` counts the tally from here on.
   */
  moveBroadcast(name: string, move: BroadcastMove): Promise<boolean>;
  /**
   * Writes a page of the audience down, each person once, and how far it came. Nothing if the
   * broadcast is not running.
   */
  addRecipients(name: string, page: RecipientPage): Promise<void>;
  /** People who are to get a message and have none yet, in the order of their conversations. */
  waitingRecipients(name: string, limit: number): Promise<readonly Recipient[]>;
  /**
   * Decides about people who wait, all at once: nothing if the broadcast is not running, and nothing
   * about who does not wait any more. Tells how many messages went into the line.
   */
  takeRecipients(name: string, turns: readonly RecipientTurn[], now: Millis): Promise<number>;
  /** The whole audience by its fate; the counts add up to it. */
  countRecipients(name: string): Promise<readonly RecipientCount[]>;
  /** The outcomes of its `limit` newest messages. */
  tallyBroadcast(name: string, limit: number): Promise<BroadcastTally>;
  /** Messages that may have arrived and are not sent again, the newest first. */
  unknownSends(name: string, limit: number): Promise<readonly BroadcastSend[]>;
}

export interface BroadcastFilter {
  readonly state?: BroadcastState;
  readonly limit: number;
}

export interface BroadcastMove {
  readonly from: readonly BroadcastState[];
  readonly to: BroadcastState;
  readonly reason?: string;
  readonly at: Millis;
}

export interface RecipientPage {
  readonly recipients: readonly NewRecipient[];
  /** The last conversation that was looked at; undefined: there are no more. */
  readonly after: ConversationId | undefined;
}
