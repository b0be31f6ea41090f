import { sql } from "drizzle-orm";
import type { BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
import {
  type BroadcastTally,
  broadcastEffect,
  outcomeOf,
  type RecipientCount,
} from "#core/model/broadcast.ts";
import type { SendState } from "#core/model/send.ts";
import type { Delivery } from "#core/model/status.ts";

/** The gate's word for a message that the account's budget does not hold. */
const overBudgetReason = "account-over-budget";

interface FateRow {
  readonly refusal: string | null;
  readonly outbox: number;
  readonly state: SendState | null;
  readonly delivery: Delivery | null;
  readonly reason: string | null;
  readonly count: number;
}

/** The audience of a broadcast by its fate; who is missing from it was erased. */
export function countFates(
  orm: BetterSQLite3Database,
  name: string,
  audience: number,
): readonly RecipientCount[] {
  const rows = orm.all<FateRow>(sql`
    SELECT r.refusal AS refusal, r.outbox IS NOT NULL AS outbox, o.state AS state,
      o.delivery AS delivery, o.reason AS reason, count(*) AS count
    FROM broadcast_recipient r LEFT JOIN outbox o ON o.seq = r.outbox
    WHERE r.broadcast = ${name} GROUP BY 1, 2, 3, 4, 5`);
  const counts = new Map<string, RecipientCount>();
  let there = 0;
  for (const row of rows) {
    const fate = fateOf(row);
    const key = `${fate.outcome} ${fate.detail ?? ""}`;
    there += row.count;
    counts.set(key, { ...fate, count: (counts.get(key)?.count ?? 0) + row.count });
  }
  const erased = audience - there;
  const all = [...counts.values()].toSorted((a, b) => b.count - a.count);
  return erased > 0 ? [...all, { outcome: "erased", count: erased }] : all;
}

function fateOf(row: FateRow): Omit<RecipientCount, "count"> {
  const { refusal, outbox, state, delivery, reason } = row;
  if (refusal !== null) return { outcome: "left-out", detail: refusal };
  if (outbox === 0) return { outcome: "waiting" };
  if (state === null) return { outcome: "forgotten" };
  const outcome = outcomeOf(state, delivery ?? undefined);
  const detail = outcome === "sent" ? delivery : reason;
  return detail === null ? { outcome } : { outcome, detail };
}

/** What is open of a broadcast, and how the newest of its messages fared. */
export function tallyNewest(
  orm: BetterSQLite3Database,
  row: { readonly name: string; readonly purpose: string; readonly talliedFrom: number },
  limit: number,
): BroadcastTally {
  const { name, purpose, talliedFrom } = row;
  const answer = `$."${purpose}".answer`;
  const at = `$."${purpose}".at`;
  const open = orm.get<{ readonly open: number; readonly queued: number | null }>(sql`
    SELECT count(*) AS open, sum(state = 'queued') AS queued
    FROM outbox INDEXED BY outbox_open WHERE is_open = 1 AND effect = ${broadcastEffect(name)}`);
  const newest = orm.get<Record<"known" | "failed" | "optedOut" | "overBudget", number | null>>(sql`
    SELECT sum(NOT isOver) AS known,
      sum(isFailed AND NOT isOut) AS failed,
      sum(isOut AND NOT isOver) AS optedOut,
      sum(isOver) AS overBudget
    FROM (
      SELECT o.state = 'blocked' AS isOver, o.state = 'failed' OR coalesce(o.delivery = 'failed', 0) AS isFailed,
        coalesce(o.reason = 'marketing-stopped', 0) OR coalesce(p.stopped_at >= o.queued_at, 0)
          OR coalesce(json_extract(p.consents, ${answer}) = 'no'
            AND json_extract(p.consents, ${at}) >= o.queued_at, 0) AS isOut
      FROM (
        SELECT outbox FROM broadcast_recipient
        WHERE broadcast = ${name} AND outbox IS NOT NULL AND outbox > ${talliedFrom}
        ORDER BY outbox DESC LIMIT ${limit}
      ) r
      JOIN outbox o ON o.seq = r.outbox
      JOIN conversation c ON c.id = o.conversation
      JOIN contact p ON p.id = c.contact
      WHERE o.state IN ('accepted', 'failed')
        OR (o.state = 'blocked' AND o.reason = ${overBudgetReason})
    )`);
  return {
    open: open?.open ?? 0,
    queued: open?.queued ?? 0,
    known: newest?.known ?? 0,
    failed: newest?.failed ?? 0,
    optedOut: newest?.optedOut ?? 0,
    overBudget: newest?.overBudget ?? 0,
  };
}
