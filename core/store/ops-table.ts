import type { Database, Statement } from "better-sqlite3";
import type { ConversationId } from "#core/lib/ids.ts";
import { parseJson } from "#core/lib/json.ts";
import { hourMs, type Millis } from "#core/lib/millis.ts";
import {
  type AuditEntry,
  conversationOwner,
  type OpsChange,
  type PendingCommand,
  pendingCommandSchema,
  type SettingOverride,
} from "#core/model/ops.ts";
import { type Codec, ownKey } from "./codec.ts";

/** A code that came in time may be handled late. */
const overMs = hourMs;

/** What operators did and set. Every method runs inside the caller's transaction. */
export class OpsTable {
  readonly #codec: Codec;
  readonly #audit: Statement<[number, string, string, string | null]>;
  readonly #set: Statement<[string, string, string, number]>;
  readonly #unset: Statement<[string]>;
  readonly #overrides: Statement<[], { key: string; value: string; by: string; at: Millis }>;
  readonly #ask: Statement<[string, string, string]>;
  readonly #pending: Statement<[string], { body: string }>;
  readonly #settle: Statement<[string, string]>;
  readonly #waiting: Statement<[], { owner: string }>;
  readonly #drop: Statement<[string]>;

  constructor(db: Database, codec: Codec) {
    this.#codec = codec;
    this.#audit = db.prepare("INSERT INTO audit (at, who, what, data) VALUES (?, ?, ?, ?)");
    this.#set = db.prepare(
      `INSERT INTO setting_override (key, value, by, at) VALUES (?, ?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET value = excluded.value, by = excluded.by, at = excluded.at`,
    );
    this.#unset = db.prepare("DELETE FROM setting_override WHERE key = ?");
    this.#overrides = db.prepare("SELECT key, value, by, at FROM setting_override ORDER BY key");
    this.#ask = db.prepare(
      `INSERT INTO pending_command (owner, code, body) VALUES (?, ?, ?)
       ON CONFLICT (owner) DO UPDATE SET code = excluded.code, body = excluded.body`,
    );
    this.#pending = db.prepare("SELECT body FROM pending_command WHERE owner = ?");
    this.#settle = db.prepare("DELETE FROM pending_command WHERE owner = ? AND code = ?");
    this.#waiting = db.prepare("SELECT owner FROM pending_command");
    this.#drop = db.prepare("DELETE FROM pending_command WHERE owner = ?");
  }

  /** False, and nothing is written, if what the change settles is not there any more. */
  write({ audit, settings = [], ask, settle }: OpsChange): boolean {
    if (settle !== undefined && this.#settle.run(settle.owner, settle.code).changes === 0) {
      return false;
    }
    for (const { key, value, by, at } of settings) {
      if (value === undefined) this.#unset.run(key);
      else this.#set.run(key, value, by, at);
    }
    // It may name a person.
    if (ask !== undefined) {
      this.dropPending(ask.askedAt);
      this.#ask.run(
        ask.owner,
        ask.code,
        this.#codec.encode(JSON.stringify(ask), `command/${ask.owner}`, ownKey),
      );
    }
    for (const entry of audit) this.appendAudit(entry);
    return true;
  }

  appendAudit({ at, who, what, data }: AuditEntry): void {
    const text =
      data === undefined ? null : this.#codec.encode(JSON.stringify(data), "audit", ownKey);
    this.#audit.run(at, who, what, text);
  }

  /** Forgets commands whose time is over, or that wait in these chats: each may name a person. */
  dropPending(now: Millis, chats: readonly ConversationId[] = []): void {
    for (const { owner } of this.#waiting.all()) {
      const isTheirs = chats.some((id) => owner === conversationOwner(id));
      const isOver = (this.pending(owner)?.expiresAt ?? 0) + overMs < now;
      if (isTheirs || isOver) this.#drop.run(owner);
    }
  }

  overrides(): SettingOverride[] {
    return this.#overrides.all();
  }

  pending(owner: string): PendingCommand | undefined {
    const row = this.#pending.get(owner);
    if (row === undefined) return undefined;
    return parseJson(
      pendingCommandSchema,
      this.#codec.decode(row.body, `command/${owner}`),
      "pending command",
    );
  }
}
