import type { Database, Statement } from "better-sqlite3";
import {
  type AccountId,
  accountId,
  type ContactId,
  type ConversationId,
  contactId,
  conversationId,
} from "#core/lib/ids.ts";
import { type Millis, toMillis } from "#core/lib/millis.ts";
import type { Conversation, ConversationChange, Owner } from "#core/model/conversation.ts";
import type { CachedConversation, Caches } from "./caches.ts";
import { ownKey } from "./codec.ts";

interface ConversationRow {
  readonly account: string;
  readonly contact: string;
  readonly window_until_at: number | null;
  readonly last_inbound_at: number | null;
  readonly owner: Owner;
  readonly owner_until_at: number | null;
  readonly limit_next_at: number | null;
  readonly limit_told_at: number | null;
  readonly pace_next_at: number | null;
  readonly facts_version: number;
  readonly created_at: number;
  readonly key: number;
  readonly fast_texts: number | null;
  readonly loop_until_at: number | null;
}

type Moment = number | null;

/** One contact with one account. Every method runs inside the caller's transaction. */
export class ConversationTable {
  readonly #caches: Caches;
  readonly #read: Statement<[string], ConversationRow>;
  readonly #find: Statement<[string, string], { readonly id: string }>;
  readonly #ofContact: Statement<[string], { readonly id: string }>;
  readonly #insert: Statement<[string, string, string, number, number]>;
  readonly #update: Statement<
    [Moment, Moment, Owner, Moment, Moment, Moment, Moment, Moment, number, string]
  >;
  readonly #pace: Statement<[number, string]>;
  readonly #retryAt: Statement<[number, string]>;

  constructor(db: Database, caches: Caches) {
    this.#caches = caches;
    this.#read = db.prepare(
      `SELECT account, contact, window_until_at, last_inbound_at, owner, owner_until_at,
         limit_next_at, limit_told_at, pace_next_at, facts_version, created_at, key, fast_texts,
         loop_until_at
       FROM conversation WHERE id = ?`,
    );
    this.#find = db.prepare("SELECT id FROM conversation WHERE contact = ? AND account = ?");
    this.#ofContact = db.prepare("SELECT id FROM conversation WHERE contact = ? ORDER BY id");
    this.#insert = db.prepare(
      `INSERT INTO conversation (id, account, contact, owner, facts_version, created_at, key)
       VALUES (?, ?, ?, 'bot', 1, ?, ?)`,
    );
    this.#update = db.prepare(
      `UPDATE conversation SET window_until_at = ?, last_inbound_at = ?, owner = ?,
         owner_until_at = ?, limit_next_at = ?, limit_told_at = ?, fast_texts = ?, loop_until_at = ?,
         facts_version = ?
       WHERE id = ?`,
    );
    this.#pace = db.prepare("UPDATE conversation SET pace_next_at = ? WHERE id = ?");
    this.#retryAt = db.prepare("UPDATE conversation SET retry_at = ? WHERE id = ?");
  }

  load(id: ConversationId): CachedConversation | undefined {
    const cached = this.#caches.conversations.get(id);
    if (cached !== undefined) return cached;
    const row = this.#read.get(id);
    if (row === undefined) return undefined;
    const conversation: Conversation = {
      id,
      account: accountId(row.account),
      contact: contactId(row.contact),
      owner: row.owner,
      createdAt: toMillis(row.created_at),
    };
    if (row.window_until_at !== null) conversation.windowUntilAt = toMillis(row.window_until_at);
    if (row.last_inbound_at !== null) conversation.lastInboundAt = toMillis(row.last_inbound_at);
    if (row.owner_until_at !== null) conversation.ownerUntilAt = toMillis(row.owner_until_at);
    if (row.limit_next_at !== null) conversation.limitNextAt = row.limit_next_at;
    if (row.limit_told_at !== null) conversation.limitToldAt = toMillis(row.limit_told_at);
    if (row.fast_texts !== null) conversation.fastTexts = row.fast_texts;
    if (row.loop_until_at !== null) conversation.loopUntilAt = toMillis(row.loop_until_at);
    const paceNextAt = row.pace_next_at ?? undefined;
    const entry = { conversation, paceNextAt, key: row.key, factsVersion: row.facts_version };
    this.#caches.conversations.set(id, entry);
    return entry;
  }

  find(contact: ContactId, account: AccountId): ConversationId | undefined {
    const row = this.#find.get(contact, account);
    return row === undefined ? undefined : conversationId(row.id);
  }

  /** The number of the key that what is said in it is sealed with. */
  keyOf(id: ConversationId): number {
    return this.load(id)?.key ?? ownKey;
  }

  ofContact(contact: ContactId): ConversationId[] {
    return this.#ofContact.all(contact).map((row) => conversationId(row.id));
  }

  insert(
    id: ConversationId,
    account: AccountId,
    contact: ContactId,
    key: number,
    now: Millis,
  ): void {
    this.#insert.run(id, account, contact, now, key);
    const conversation = { id, account, contact, owner: "bot", createdAt: now } as const;
    const entry = { conversation, paceNextAt: undefined, key, factsVersion: 1 };
    this.#caches.conversations.set(id, entry);
  }

  /** Applies a commit's change; a new window or owner makes decided sends be decided again. */
  change(id: ConversationId, change: ConversationChange): void {
    const current = this.load(id);
    if (current === undefined) return;
    const { ownerUntilAt, loopUntilAt, ...fields } = change;
    const next: Conversation = { ...current.conversation, ...fields };
    if (ownerUntilAt === null) delete next.ownerUntilAt;
    else if (ownerUntilAt !== undefined) next.ownerUntilAt = ownerUntilAt;
    if (loopUntilAt === null) delete next.loopUntilAt;
    else if (loopUntilAt !== undefined) next.loopUntilAt = loopUntilAt;
    const isFact =
      change.windowUntilAt !== undefined ||
      change.owner !== undefined ||
      ownerUntilAt !== undefined;
    const factsVersion = current.factsVersion + (isFact ? 1 : 0);
    this.#write({ ...current, conversation: next, factsVersion });
  }

  /** Makes sends that were decided be decided again. */
  raiseFacts(id: ConversationId): void {
    const current = this.load(id);
    if (current === undefined) return;
    this.#write({ ...current, factsVersion: current.factsVersion + 1 });
  }

  /** Ends the customer service window at `now`, unless the person has written after `saidAt`. */
  closeWindow(id: ConversationId, now: Millis, saidAt: Millis): void {
    const current = this.load(id);
    if (current === undefined) return;
    const { windowUntilAt, lastInboundAt } = current.conversation;
    if (windowUntilAt === undefined || windowUntilAt <= now) return;
    if (lastInboundAt !== undefined && lastInboundAt > saidAt) return;
    const conversation = { ...current.conversation, windowUntilAt: now };
    this.#write({ ...current, conversation, factsVersion: current.factsVersion + 1 });
  }

  /** Keeps what its sends have taken of their pace. */
  setPace(id: ConversationId, paceNextAt: number): void {
    const current = this.load(id);
    if (current === undefined) return;
    this.#pace.run(paceNextAt, id);
    this.#caches.conversations.set(id, { ...current, paceNextAt });
  }

  /** Nothing of the conversation is claimed before `until`, also after a restart. */
  holdUntil(id: ConversationId, until: Millis): void {
    this.#retryAt.run(until, id);
  }

  #write(entry: CachedConversation): void {
    const { conversation: next, factsVersion } = entry;
    this.#update.run(
      next.windowUntilAt ?? null,
      next.lastInboundAt ?? null,
      next.owner,
      next.ownerUntilAt ?? null,
      next.limitNextAt ?? null,
      next.limitToldAt ?? null,
      next.fastTexts ?? null,
      next.loopUntilAt ?? null,
      factsVersion,
      next.id,
    );
    this.#caches.conversations.set(next.id, entry);
  }
}
