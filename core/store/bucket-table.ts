import type { Database, Statement } from "better-sqlite3";
import { type Take, takeOne } from "#core/lib/gcra.ts";
import { hourMs, type Millis, toMillis } from "#core/lib/millis.ts";
import type { BucketTake } from "#core/model/send.ts";
import type { Caches } from "./caches.ts";
import type { ConversationTable } from "./conversation-table.ts";

/** What takes would leave in their buckets; or the bucket that is empty the longest. */
export type BucketLook =
  | { readonly kind: "given"; readonly given: readonly BucketState[] }
  | { readonly kind: "empty"; readonly key: string; readonly until: Millis };

interface BucketState extends Pick<BucketTake, "key" | "conversation"> {
  readonly nextAt: number;
}

/**
 * Rate buckets: one number each. Every method runs inside the caller's transaction. An account's
 * bucket changes with each send, so each bucket is written once, at the end of the transaction. That
 * of a conversation lies in its row.
 */
export class BucketTable {
  readonly #caches: Caches;
  readonly #conversations: ConversationTable;
  readonly #read: Statement<[string], { readonly next_at: number }>;
  readonly #write: Statement<[string, number]>;
  readonly #prune: Statement<[number]>;
  /** Taken from in this transaction and not written yet. */
  readonly #changed = new Map<string, BucketState>();

  constructor(db: Database, caches: Caches, conversations: ConversationTable) {
    this.#caches = caches;
    this.#conversations = conversations;
    this.#read = db.prepare("SELECT next_at FROM bucket WHERE key = ?");
    this.#write = db.prepare(
      `INSERT INTO bucket (key, next_at) VALUES (?, ?)
       ON CONFLICT (key) DO UPDATE SET next_at = excluded.next_at`,
    );
    this.#prune = db.prepare("DELETE FROM bucket WHERE next_at < ?");
  }

  /** What a take would give; nothing is taken. */
  look(take: BucketTake, now: Millis): Take {
    return takeOne(this.#changed.get(take.key)?.nextAt ?? this.#kept(take), take.pace, now);
  }

  put(key: string, nextAt: number): void {
    this.#changed.set(key, { key, nextAt });
  }

  /** What takes would give, all of them or none; nothing is taken. */
  lookAll(takes: readonly BucketTake[], now: Millis): BucketLook {
    let empty: Extract<BucketLook, { kind: "empty" }> | undefined;
    const given: BucketState[] = [];
    for (const take of takes) {
      const answer = this.look(take, now);
      if (answer.kind === "taken") given.push({ ...take, nextAt: answer.nextAt });
      else if (empty === undefined || answer.until > empty.until) {
        empty = { kind: "empty", key: take.key, until: answer.until };
      }
    }
    return empty ?? { kind: "given", given };
  }

  putAll(given: readonly BucketState[]): void {
    for (const state of given) this.#changed.set(state.key, state);
  }

  /** Writes what was taken; the last of a transaction. */
  flush(): void {
    for (const { key, conversation, nextAt } of this.#changed.values()) {
      if (conversation !== undefined) {
        this.#conversations.setPace(conversation, nextAt);
        continue;
      }
      this.#write.run(key, nextAt);
      this.#caches.buckets.set(key, nextAt);
    }
    this.#changed.clear();
  }

  #kept({ key, conversation }: BucketTake): number | undefined {
    if (conversation !== undefined) return this.#conversations.load(conversation)?.paceNextAt;
    return this.#caches.buckets.get(key) ?? this.#read.get(key)?.next_at;
  }

  /** Forgets what was taken in a transaction that was rolled back. */
  revert(): void {
    this.#changed.clear();
  }

  /** Removes buckets that are full again: no bucket is a full one. An hour spares clock steps. */
  prune(now: Millis): void {
    this.#prune.run(toMillis(now - hourMs));
  }
}
