import type { ContactId, ConversationId } from "#core/lib/ids.ts";
import type { Contact } from "#core/model/contact.ts";
import type { Conversation } from "#core/model/conversation.ts";
import type { Run } from "#core/model/run.ts";
import { Lru } from "./lru.ts";

/** A row and how often the facts that a send depends on have changed in it. */
export interface CachedContact {
  readonly contact: Contact;
  /** The number of the key that what is theirs is sealed with. */
  readonly key: number;
  readonly factsVersion: number;
}

export interface CachedConversation {
  readonly conversation: Conversation;
  /** Its contact's. */
  readonly key: number;
  /** State of the bucket of its sends; undefined: full. */
  readonly paceNextAt: number | undefined;
  readonly factsVersion: number;
}

/** Whose an update is, for one spelling of a sender. */
export interface CachedSender {
  readonly contact: ContactId;
  readonly conversation: ConversationId;
}

/** Entries of each cache: what a busy hour needs, at about a KB each. */
const limit = 16_384;

/**
 * Rows that this process read or wrote lately, so that the hot path does not read and parse again
 * what it just wrote. Kept in step by whoever writes a row, inside the transaction; emptied by every
 * rollback. Nothing but time is lost with an entry.
 */
export class Caches {
  readonly contacts = new Lru<ContactId, CachedContact>(limit);
  readonly conversations = new Lru<ConversationId, CachedConversation>(limit);
  /** Runs that have not ended, in the order of their start. */
  readonly runs = new Lru<ConversationId, readonly Run[]>(limit);
  readonly senders = new Lru<string, CachedSender>(limit);
  readonly buckets = new Lru<string, number>(limit);

  clear(): void {
    this.contacts.clear();
    this.conversations.clear();
    this.runs.clear();
    this.senders.clear();
    this.buckets.clear();
  }
}
