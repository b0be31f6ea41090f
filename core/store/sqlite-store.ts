import type { Database, Statement } from "better-sqlite3";
import type { AccountId, EffectId } from "#core/lib/ids.ts";
import { type Millis, toMillis } from "#core/lib/millis.ts";
import type { NewEvent } from "#core/model/event.ts";
import type { Claim, CommitAnswer, CommitPlan } from "#core/model/plan.ts";
import type {
  Activity,
  AppliedStatus,
  Reservation,
  ReserveAnswer,
  Store,
  StoreStats,
} from "#core/model/ports/store.ts";
import type { Send, SendDecision, SendResult, SendStart } from "#core/model/send.ts";
import type { Activities } from "./activities.ts";
import { backupTo } from "./backup.ts";
import type { GroupCommit } from "./group-commit.ts";
import type { Inbox } from "./inbox.ts";
import type { Limits } from "./limits.ts";
import type { Outbox } from "./outbox.ts";
import type { Pruner } from "./prune.ts";
import type { VendorTable } from "./vendor-table.ts";

export interface SqliteStoreParts {
  readonly db: Database;
  readonly group: GroupCommit;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly activities: Activities;
  readonly limits: Limits;
  readonly vendors: VendorTable;
  readonly pruner: Pruner;
  /** The next moment in each part's memory or table, or undefined. */
  readonly nextDueAts: readonly ((from: Millis) => number | undefined)[];
  readonly onClose: () => void;
}

type Counts = Record<Exclude<keyof StoreStats, "duplicateSends" | "refusal">, number>;

const countSql = `SELECT
  (SELECT count(*) FROM event WHERE state = 'pending') AS pendingEvents,
  (SELECT count(*) FROM event WHERE state = 'dead') AS deadEvents,
  (SELECT count(*) FROM event WHERE kind = 'unparsed') AS unparsedEvents,
  (SELECT count(*) FROM outbox WHERE is_open = 1 AND state <> 'unknown') AS queuedSends,
  (SELECT count(*) FROM outbox WHERE is_open = 1 AND state = 'unknown') AS unknownSends,
  (SELECT count(*) FROM outbox WHERE state = 'unconfirmed') AS unconfirmedSends,
  (SELECT count(*) FROM timer) AS openTimers,
  (SELECT count(*) FROM activity) AS openActivities`;

/** The port over its parts; each method is explained there. */
export class SqliteStore implements Store {
  readonly #parts: SqliteStoreParts;
  readonly #counts: Statement<[], Counts>;

  constructor(parts: SqliteStoreParts) {
    this.#parts = parts;
    this.#counts = parts.db.prepare(countSql);
  }

  ingest(events: readonly NewEvent[]): Promise<readonly ("new" | "duplicate")[]> {
    return this.#parts.inbox.ingest(events);
  }

  claim(max: number, now: Millis): Promise<readonly Claim[]> {
    return this.#parts.inbox.claim(max, now);
  }

  commit(claim: Claim, plan: CommitPlan): Promise<CommitAnswer> {
    return this.#parts.inbox.commit(claim, plan);
  }

  retry(claim: Claim, until: Millis, error: string): Promise<void> {
    return this.#parts.inbox.retry(claim, until, error);
  }

  defer(claim: Claim, until: Millis): Promise<void> {
    return this.#parts.inbox.defer(claim, until);
  }

  bury(claim: Claim, error: string, plan: CommitPlan): Promise<CommitAnswer> {
    return this.#parts.inbox.bury(claim, error, plan);
  }

  touch(claims: readonly Claim[], now: Millis): Promise<readonly Claim[]> {
    return this.#parts.inbox.touch(claims, now);
  }

  claimActivities(max: number, now: Millis): Promise<readonly Activity[]> {
    return this.#parts.activities.claim(max, now);
  }

  deferActivity(effect: EffectId, until: Millis): Promise<void> {
    return this.#parts.activities.defer(effect, until);
  }

  claimSends(max: number, now: Millis, accounts: readonly AccountId[]): Promise<readonly Send[]> {
    return this.#parts.outbox.claim(max, now, accounts);
  }

  startSend(send: Send, decision: SendDecision, now: Millis): Promise<SendStart> {
    return this.#parts.outbox.start(send, decision, now);
  }

  sendResult(send: Send, result: SendResult, now: Millis): Promise<void> {
    return this.#parts.outbox.result(send, result, now);
  }

  applyStatuses(updates: readonly AppliedStatus[], now: Millis): Promise<void> {
    return this.#parts.outbox.applyStatuses(updates, now);
  }

  dueTimers(max: number, now: Millis, from: Millis): Promise<number> {
    return this.#parts.inbox.dueTimers(max, now, from);
  }

  nextDueAt(from: Millis): Promise<Millis | undefined> {
    const { group, nextDueAts } = this.#parts;
    return group.read(() => {
      let next = Number.POSITIVE_INFINITY;
      for (const look of nextDueAts) next = Math.min(next, look(from) ?? next);
      return Number.isFinite(next) ? toMillis(next) : undefined;
    });
  }

  reserve(reservation: Reservation, now: Millis): Promise<ReserveAnswer> {
    const { group, limits, pruner } = this.#parts;
    return group.write(() => {
      pruner.tick(now);
      return limits.reserve(reservation, now);
    });
  }

  settle(id: string, amounts: Readonly<Record<string, number>> | number): Promise<void> {
    const { group, limits } = this.#parts;
    return group.write(() => limits.settle(id, amounts));
  }

  resume(now: Millis, graceMs: (sendClass: Send["class"]) => number): Promise<void> {
    return this.#parts.outbox.resume(now, graceMs);
  }

  stats(): Promise<StoreStats> {
    const { group, inbox, vendors } = this.#parts;
    return group.read(() => {
      const counts = this.#counts.get();
      if (counts === undefined) throw new Error("a count without a row");
      const refusal = inbox.refusal()?.message;
      return {
        ...counts,
        duplicateSends: vendors.duplicates(),
        ...(refusal === undefined ? {} : { refusal }),
      };
    });
  }

  backup(file: string): Promise<void> {
    return this.#parts.group.read(() => backupTo(this.#parts.db, file)).then((done) => done);
  }

  close(): Promise<void> {
    const { group, onClose } = this.#parts;
    return group.read(() => {
      group.close();
      onClose();
    });
  }
}
