import type { Database, Statement } from "better-sqlite3";
import { BotError } from "#core/lib/bot-error.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import { type StoreCode, toStoreError } from "./store-error.ts";

/** Writes that one transaction takes at most, so that a burst cannot hold the event loop for long. */
const maxGroupSize = 512;

/** One caller's write: SQL first, memory after the commit, then the caller's answer. */
class Write<Value> {
  readonly #sql: () => Value;
  readonly #memory: ((value: Value) => Value | void) | undefined;
  readonly #resolve: (value: Value) => void;
  readonly reject: (error: Error) => void;
  #value: { readonly done: Value } | undefined;

  constructor(
    sql: () => Value,
    memory: ((value: Value) => Value | void) | undefined,
    resolve: (value: Value) => void,
    reject: (error: Error) => void,
  ) {
    this.#sql = sql;
    this.#memory = memory;
    this.#resolve = resolve;
    this.reject = reject;
  }

  apply(): void {
    this.#value = { done: this.#sql() };
  }

  settle(): void {
    if (this.#value === undefined) return;
    const told = this.#memory?.(this.#value.done);
    if (told !== undefined) this.#value = { done: told };
  }

  answer(): void {
    if (this.#value !== undefined) this.#resolve(this.#value.done);
  }
}

/** What others do in every transaction. */
export interface TransactionHooks {
  /** Writes what was gathered; what it throws rolls the transaction back. */
  beforeCommit(): void;
  /** Hears the end of every transaction, before anybody else: undefined is committed. */
  onEnd(error: unknown): void;
}

interface AnyWrite {
  apply(): void;
  settle(): void;
  answer(): void;
  reject(error: Error): void;
}

/**
 * Shares one durable commit between all writes of one turn of the event loop. The sync of one group
 * gathers the next, so no timer is needed. If a group fails it is rolled back whole and each write
 * runs alone: a bad one cannot fail its neighbours.
 *
 *     write ─┐
 *     write ─┼─ clock.soon ─► BEGIN IMMEDIATE · sql, sql, sql · COMMIT ─► memory of each ─► answers
 *     write ─┘                         └ error ─► ROLLBACK ─► one transaction for each
 */
export class GroupCommit {
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #hooks: TransactionHooks;
  readonly #begin: Statement<[]>;
  readonly #commit: Statement<[]>;
  readonly #rollback: Statement<[]>;
  #queue: AnyWrite[] = [];
  #isAsked = false;
  #life: "open" | "closed" | "abandoned" = "open";

  constructor(db: Database, clock: Clock, hooks: TransactionHooks) {
    this.#db = db;
    this.#clock = clock;
    this.#hooks = hooks;
    this.#begin = db.prepare("BEGIN IMMEDIATE");
    this.#commit = db.prepare("COMMIT");
    this.#rollback = db.prepare("ROLLBACK");
  }

  /**
   * Runs `sql` inside the next shared transaction, possibly a second time after a rollback, and
   * `memory` once after it is durable. Resolves to what `memory` returned, else to what `sql` did.
   */
  write<Value>(sql: () => Value, memory?: (value: Value) => Value | void): Promise<Value> {
    if (this.#life !== "open") return this.#refuse();
    return new Promise((resolve, reject) => {
      this.#queue.push(new Write(sql, memory, resolve, reject));
      this.#ask();
    });
  }

  /** Runs `read` at once, between transactions: it sees what is committed and nothing else. */
  read<Value>(read: () => Value): Promise<Value> {
    if (this.#life !== "open") return this.#refuse();
    try {
      return Promise.resolve(read());
    } catch (error) {
      return Promise.reject(toStoreError(error));
    }
  }

  /** Commits what is waiting and takes nothing more. */
  close(): void {
    while (this.#queue.length > 0) this.#run();
    this.#life = "closed";
  }

  /** Drops what is waiting, as a killed process does: no promise of this store settles any more. */
  abandon(): void {
    this.#queue = [];
    this.#life = "abandoned";
  }

  #refuse<Value>(): Promise<Value> {
    if (this.#life === "abandoned") return new Promise(() => undefined);
    return Promise.reject(new BotError<StoreCode>("STORE_CLOSED", "the store is closed"));
  }

  #ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#clock.soon(() => {
      this.#isAsked = false;
      this.#run();
      if (this.#queue.length > 0) this.#ask();
    });
  }

  #run(): void {
    const group = this.#queue.splice(0, maxGroupSize);
    if (group.length === 0) return;
    const error = this.#tryAll(group);
    if (error === undefined) return;
    if (error instanceof BotError && error.code === "STORE_UNAVAILABLE") {
      // Not one write's fault: trying each alone would block the process once for every one.
      for (const write of group) write.reject(error);
      return;
    }
    for (const write of group) {
      const failure = this.#tryAll([write]);
      if (failure !== undefined) write.reject(failure);
    }
  }

  /** Undefined if the writes are durable and answered; else why nothing of them was written. */
  #tryAll(writes: readonly AnyWrite[]): Error | undefined {
    try {
      this.#begin.run();
      for (const write of writes) write.apply();
      this.#hooks.beforeCommit();
      this.#commit.run();
    } catch (error) {
      if (this.#db.inTransaction) this.#rollback.run();
      this.#hooks.onEnd(error);
      return toStoreError(error);
    }
    this.#hooks.onEnd(undefined);
    for (const write of writes) write.settle();
    for (const write of writes) write.answer();
    return undefined;
  }
}
