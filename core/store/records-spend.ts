import { and, asc, desc, eq, gte, isNotNull, lt, sql } from "drizzle-orm";
import type { MessageSpendBy } from "#core/model/message-spend.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { RecordsDeps } from "./records-deps.ts";
import { conversationTable } from "./schema-people.ts";
import { outboxTable, runTable } from "./schema-traffic.ts";

const columns = {
  account: sql<string>`${outboxTable.account}`,
  contact: sql<string>`${conversationTable.contact}`,
  conversation: sql<string>`${outboxTable.conversation}`,
  flow: sql<string>`coalesce(${runTable.flow}, '')`,
} satisfies Record<MessageSpendBy, unknown>;

/** What messages cost. No index has them by time: rows are numbered in it, so that the first is searched. */
export function createSpendRecords({ orm, group }: RecordsDeps): Pick<Records, "messageSpend"> {
  /** The first row at or after a number, if there is one. */
  function rowFrom(seq: number) {
    const rows = orm
      .select({ seq: outboxTable.seq, queuedAt: outboxTable.queuedAt })
      .from(outboxTable)
      .where(gte(outboxTable.seq, seq));
    return rows.orderBy(asc(outboxTable.seq)).limit(1).get();
  }

  /** The number from which on rows were queued at or after a moment. */
  function firstSince(at: number): number {
    let low = 0;
    const newest = orm.select({ seq: outboxTable.seq }).from(outboxTable);
    let high = (newest.orderBy(desc(outboxTable.seq)).limit(1).get()?.seq ?? 0) + 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const found = rowFrom(middle);
      if (found === undefined || found.queuedAt >= at) high = middle;
      else low = found.seq + 1;
    }
    return low;
  }

  return {
    messageSpend: ({ by, from, until, limit }) =>
      group.read(() => {
        const key = columns[by];
        const cost = sql<number>`coalesce(sum(${outboxTable.costMicroUsd}), 0)`;
        const rows = orm
          .select({
            key,
            messages: sql<number>`count(*)`,
            free: sql<number>`count(*) filter (where ${outboxTable.costMicroUsd} = 0)`,
            untold: sql<number>`count(*) filter (where ${outboxTable.costMicroUsd} is null)`,
            costMicroUsd: cost,
          })
          .from(outboxTable)
          .innerJoin(conversationTable, eq(conversationTable.id, outboxTable.conversation))
          .leftJoin(runTable, and(isNotNull(outboxTable.run), eq(runTable.id, outboxTable.run)));
        // A clock that was set back has left a few rows out of order.
        const isWanted = and(
          gte(outboxTable.seq, firstSince(from - clockSlackMs)),
          gte(outboxTable.queuedAt, from),
          lt(outboxTable.queuedAt, until),
          eq(outboxTable.state, "accepted"),
        );
        return rows.where(isWanted).groupBy(key).orderBy(desc(cost), asc(key)).limit(limit).all();
      }),
  };
}

const clockSlackMs = 3_600_000;
