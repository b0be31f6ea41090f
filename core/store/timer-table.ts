import type { Database, Statement } from "better-sqlite3";
import {
  type AccountId,
  accountId,
  type ConversationId,
  conversationId,
  type RunId,
  runId,
  type TimerId,
  timerId,
} from "#core/lib/ids.ts";
import { type Millis, toMillis } from "#core/lib/millis.ts";
import type { NewTimer } from "#core/model/plan.ts";

interface TimerRow {
  readonly id: string;
  readonly conversation: string;
  readonly account: string;
  readonly run: string;
  readonly wait: string;
  readonly due_at: number;
}

/** A timer whose moment has come. */
export interface DueTimer {
  readonly id: TimerId;
  readonly conversation: ConversationId;
  readonly account: AccountId;
  readonly run: RunId;
  readonly wait: string;
  readonly dueAt: Millis;
}

/** Timers that have not fired. Every method runs inside the caller's transaction. */
export class TimerTable {
  readonly #put: Statement<[string, string, string, string, number]>;
  readonly #dropRun: Statement<[string]>;
  readonly #due: Statement<[number, number, number], TimerRow>;
  readonly #drop: Statement<[string]>;
  readonly #next: Statement<[number], { readonly due_at: number }>;

  constructor(db: Database) {
    this.#put = db.prepare(
      `INSERT INTO timer (id, conversation, run, wait, due_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET wait = excluded.wait, due_at = excluded.due_at`,
    );
    this.#dropRun = db.prepare("DELETE FROM timer WHERE run = ?");
    this.#due = db.prepare(
      `SELECT timer.id, timer.conversation, conversation.account, timer.run, timer.wait, timer.due_at
       FROM timer JOIN conversation ON conversation.id = timer.conversation
       WHERE timer.due_at >= ? AND timer.due_at <= ? ORDER BY timer.due_at, timer.id LIMIT ?`,
    );
    this.#drop = db.prepare("DELETE FROM timer WHERE id = ?");
    this.#next = db.prepare("SELECT due_at FROM timer WHERE due_at >= ? ORDER BY due_at LIMIT 1");
  }

  put(conversation: ConversationId, { id, run, wait, dueAt }: NewTimer): void {
    this.#put.run(id, conversation, run, wait, dueAt);
  }

  dropRun(run: RunId): void {
    this.#dropRun.run(run);
  }

  /** Timers due from `from` to `now`, both included, earliest first. */
  due(from: Millis, now: Millis, max: number): DueTimer[] {
    return this.#due.all(from, now, max).map((row) => ({
      id: timerId(row.id),
      conversation: conversationId(row.conversation),
      account: accountId(row.account),
      run: runId(row.run),
      wait: row.wait,
      dueAt: toMillis(row.due_at),
    }));
  }

  drop(id: TimerId): void {
    this.#drop.run(id);
  }

  nextAt(from: Millis): number | undefined {
    return this.#next.get(from)?.due_at;
  }
}
