import { and, asc, eq, gt, inArray, lt, sql } from "drizzle-orm";
import { assertNever } from "#core/lib/assert-never.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { Records, TrafficKind } from "#core/model/ports/records.ts";
import type { RecordsDeps } from "./records-deps.ts";
import { eventTable, historyTable, outboxTable, runTable } from "./schema-traffic.ts";

/** A row that is looked at: where it stands, when it was, whether it is over. */
interface Aged {
  readonly seq: number;
  readonly at: Millis;
  readonly isOver: boolean;
}

type Expiry = Pick<Records, "expireTraffic">;

/** The end of what was kept long enough, some rows at a time so that nobody waits for it. */
export function createTrafficExpiry({ orm, group }: RecordsDeps): Expiry {
  const look = {
    events(after: number, limit: number): Aged[] {
      const { seq, receivedAt: at, state } = eventTable;
      const rows = orm.select({ seq, at, state }).from(eventTable).where(gt(seq, after));
      return rows
        .orderBy(asc(seq))
        .limit(limit)
        .all()
        .map((row) => ({ ...row, isOver: row.state !== "pending" }));
    },
    sends(after: number, limit: number): Aged[] {
      const { seq, queuedAt: at, isOpen } = outboxTable;
      const rows = orm.select({ seq, at, isOpen }).from(outboxTable).where(gt(seq, after));
      return rows
        .orderBy(asc(seq))
        .limit(limit)
        .all()
        .map((row) => ({ ...row, isOver: row.isOpen === 0 }));
    },
    history(after: number, limit: number): Aged[] {
      const { seq, at } = historyTable;
      const rows = orm.select({ seq, at }).from(historyTable).where(gt(seq, after));
      return rows
        .orderBy(asc(seq))
        .limit(limit)
        .all()
        .map((row) => ({ ...row, isOver: true }));
    },
  };

  function remove(kind: Exclude<TrafficKind, "runs">, seqs: readonly number[]): number {
    const its = [...seqs];
    switch (kind) {
      case "raw": {
        const hasRaw = and(inArray(eventTable.seq, its), sql`${eventTable.raw} IS NOT NULL`);
        return orm.update(eventTable).set({ raw: null }).where(hasRaw).run().changes;
      }
      case "events":
        return orm.delete(eventTable).where(inArray(eventTable.seq, its)).run().changes;
      case "sends":
        for (const seq of its) orm.run(sql`DELETE FROM vendor_message WHERE outbox = ${seq}`);
        return orm.delete(outboxTable).where(inArray(outboxTable.seq, its)).run().changes;
      case "history":
        return orm.delete(historyTable).where(inArray(historyTable.seq, its)).run().changes;
      default:
        return assertNever(kind, "kind of traffic");
    }
  }

  /** Ids of runs begin with the time of their start; those that are over go, oldest first. */
  function expireRuns(before: Millis, limit: number) {
    const isOld = and(lt(runTable.id, sql`${idFloor(before)}`), eq(runTable.isLive, 0));
    const old = orm.select({ id: runTable.id }).from(runTable).where(isOld);
    const ids = old
      .orderBy(asc(runTable.id))
      .limit(limit)
      .all()
      .map(({ id }) => id);
    const removed = orm.delete(runTable).where(inArray(runTable.id, ids)).run().changes;
    return { removed, next: removed === limit ? idFloor(before) : undefined };
  }

  return {
    expireTraffic: (kind, before, after, limit) =>
      group.write(() => {
        if (kind === "runs") return expireRuns(before, limit);
        const rows = look[kind === "raw" ? "events" : kind](Number(after ?? 0), limit);
        const old = rows.filter(({ at, isOver }) => isOver && at < before);
        const removed = remove(
          kind,
          old.map(({ seq }) => seq),
        );
        const last = rows.at(-1);
        const isMore = rows.length === limit && last !== undefined && last.at < before;
        return { removed, next: isMore ? String(last.seq) : undefined };
      }),
  };
}

/** The least id (UUIDv7) that is made at a moment. */
function idFloor(at: Millis): string {
  const hex = Math.max(0, at).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}
