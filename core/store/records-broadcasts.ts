import { and, asc, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { ConversationId, OutboxId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import {
  type Broadcast,
  type BroadcastSend,
  broadcastEffect,
  type RecipientTurn,
} from "#core/model/broadcast.ts";
import type { BroadcastMove, BroadcastRecords } from "#core/model/ports/broadcast-records.ts";
import { countFates, tallyNewest } from "./broadcast-counts.ts";
import type { CampaignSends, QueuedCampaign } from "./campaign-sends.ts";
import type { ContactTable } from "./contact-table.ts";
import type { ConversationTable } from "./conversation-table.ts";
import type { RecordsDeps } from "./records-deps.ts";
import { broadcastTable, recipientTable } from "./schema-broadcast.ts";
import { outboxTable } from "./schema-traffic.ts";

export interface BroadcastDeps extends RecordsDeps {
  readonly contacts: ContactTable;
  readonly conversations: ConversationTable;
  readonly campaigns: CampaignSends;
}

/** Why a message that a stopped broadcast had in the line was blocked. */
const stoppedReason = "broadcast-stopped";

type Row = typeof broadcastTable.$inferSelect;

/** Broadcasts, and a row for everybody in their audiences. */
export function createBroadcastRecords(deps: BroadcastDeps): BroadcastRecords {
  const { orm, group, conversations } = deps;
  const rowOf = (name: string) =>
    orm.select().from(broadcastTable).where(eq(broadcastTable.name, name)).get();

  return {
    addBroadcast: ({ by, ...broadcast }) =>
      group.write(() => {
        const { startedAt } = broadcast;
        const begun = { startedBy: by, movedAt: startedAt, state: "running" } as const;
        const rest = { isCollected: 0, audience: 0, talliedFrom: 0 };
        const inserting = orm.insert(broadcastTable).values({ ...broadcast, ...begun, ...rest });
        return inserting.onConflictDoNothing().run().changes > 0;
      }),
    broadcast: (name) =>
      group.read(() => {
        const row = rowOf(name);
        return row === undefined ? undefined : toBroadcast(row);
      }),
    broadcasts: ({ state, limit }) =>
      group.read(() => {
        const isWanted = state === undefined ? undefined : eq(broadcastTable.state, state);
        const rows = orm.select().from(broadcastTable).where(isWanted);
        return rows.orderBy(desc(broadcastTable.seq)).limit(limit).all().map(toBroadcast);
      }),
    moveBroadcast: (name, move) => moveBroadcast(deps, name, move),
    addRecipients: (name, { recipients, after }) =>
      group.write(() => {
        if (rowOf(name)?.state !== "running") return;
        let added = 0;
        for (const { conversation, refusal = null } of recipients) {
          if (conversations.load(conversation) === undefined) continue;
          const values = { broadcast: name, conversation, refusal };
          added += orm.insert(recipientTable).values(values).onConflictDoNothing().run().changes;
        }
        orm
          .update(broadcastTable)
          .set({
            audience: sql`${broadcastTable.audience} + ${added}`,
            after: after ?? null,
            isCollected: after === undefined ? 1 : 0,
          })
          .where(eq(broadcastTable.name, name))
          .run();
      }),
    takeRecipients: (name, turns, now) => takeRecipients(deps, name, turns, now),
    countRecipients: (name) => group.read(() => countFates(orm, name, rowOf(name)?.audience ?? 0)),
    tallyBroadcast: (name, limit) =>
      group.read(() => {
        const row = rowOf(name);
        const empty = { open: 0, queued: 0, known: 0, failed: 0, optedOut: 0, overBudget: 0 };
        return row === undefined ? empty : tallyNewest(orm, row, limit);
      }),
    ...createRecipientRecords(deps),
  };
}

function createRecipientRecords({
  orm,
  group,
  contacts,
  conversations,
}: BroadcastDeps): Pick<BroadcastRecords, "waitingRecipients" | "unknownSends"> {
  const isWaiting = (name: string) =>
    and(
      eq(recipientTable.broadcast, name),
      isNull(recipientTable.refusal),
      isNull(recipientTable.outbox),
    );

  return {
    waitingRecipients: (name, limit) =>
      group.read(() => {
        const rows = orm.select({ id: recipientTable.conversation }).from(recipientTable);
        const page = rows
          .where(isWaiting(name))
          .orderBy(asc(recipientTable.conversation))
          .limit(limit)
          .all();
        return page.flatMap(({ id }) => {
          const conversation = conversations.load(id)?.conversation;
          const contact =
            conversation === undefined ? undefined : contacts.load(conversation.contact)?.contact;
          return conversation === undefined || contact === undefined
            ? []
            : [{ conversation, contact }];
        });
      }),
    unknownSends: (name, limit) =>
      group.read(() => {
        const rows = orm
          .select({ send: outboxTable })
          .from(recipientTable)
          .innerJoin(outboxTable, eq(outboxTable.seq, recipientTable.outbox));
        const isWanted = and(
          eq(recipientTable.broadcast, name),
          inArray(outboxTable.state, ["unknown", "unconfirmed"]),
        );
        const newest = rows.where(isWanted).orderBy(desc(outboxTable.seq)).limit(limit).all();
        return newest.map(({ send }) => toSend(send));
      }),
  };
}

function moveBroadcast(
  { orm, group, campaigns }: BroadcastDeps,
  name: string,
  { from, to, reason, at }: BroadcastMove,
): Promise<boolean> {
  let blocked: { conversation: ConversationId; seq: number }[] = [];
  return group.write(
    () => {
      blocked = [];
      const newest = sql<number>`coalesce((SELECT max(outbox) FROM broadcast_recipient
        WHERE broadcast = ${name} AND outbox IS NOT NULL), 0)`;
      const moving = orm
        .update(broadcastTable)
        .set({
          state: to,
          reason: reason ?? null,
          movedAt: at,
          ...(to === "running" ? { talliedFrom: newest } : {}),
        })
        .where(and(eq(broadcastTable.name, name), inArray(broadcastTable.state, [...from])));
      if (moving.run().changes === 0) return false;
      if (to !== "stopped") return true;
      const effect = broadcastEffect(name);
      const open = orm.all<{ conversation: ConversationId; seq: number }>(sql`
        SELECT conversation, seq FROM outbox INDEXED BY outbox_open
        WHERE is_open = 1 AND effect = ${effect}`);
      blocked = open.filter(({ seq }) => campaigns.block(seq, stoppedReason));
      return true;
    },
    () => campaigns.end(blocked),
  );
}

function takeRecipients(
  { orm, group, conversations, campaigns }: BroadcastDeps,
  name: string,
  turns: readonly RecipientTurn[],
  now: Millis,
): Promise<number> {
  let queued: QueuedCampaign[] = [];
  const isOf = (conversation: ConversationId) =>
    and(
      eq(recipientTable.broadcast, name),
      eq(recipientTable.conversation, conversation),
      isNull(recipientTable.refusal),
      isNull(recipientTable.outbox),
    );
  return group.write(
    () => {
      queued = [];
      const wanted = and(eq(broadcastTable.name, name), eq(broadcastTable.state, "running"));
      if (orm.select().from(broadcastTable).where(wanted).get() === undefined) return 0;
      for (const turn of turns) {
        const { conversation: id } = turn;
        const conversation = conversations.load(id)?.conversation;
        const row = orm.select().from(recipientTable).where(isOf(id)).get();
        if (row === undefined || conversation === undefined) continue;
        if ("refusal" in turn) {
          orm.update(recipientTable).set({ refusal: turn.refusal }).where(isOf(id)).run();
          continue;
        }
        const campaign = campaigns.insert(conversation, turn.send, now);
        if (campaign === undefined) continue;
        queued.push(campaign);
        orm.update(recipientTable).set({ outbox: campaign.send.seq }).where(isOf(id)).run();
      }
      return queued.length;
    },
    () => campaigns.settle(queued),
  );
}

function toBroadcast(row: Row): Broadcast {
  const { name, account, purpose, file, source, startedBy, startedAt, state, audience } = row;
  return {
    name,
    account,
    purpose,
    file,
    source,
    by: startedBy,
    startedAt,
    state,
    ...(row.reason === null ? {} : { reason: row.reason }),
    isCollected: row.isCollected === 1,
    ...(row.after === null ? {} : { after: row.after }),
    audience,
  };
}

function toSend(row: typeof outboxTable.$inferSelect): BroadcastSend {
  const { id, conversation, state, delivery, reason, queuedAt } = row;
  const told: { id: OutboxId; conversation: ConversationId } = { id, conversation };
  return {
    ...told,
    state,
    ...(delivery === null ? {} : { delivery }),
    ...(reason === null ? {} : { reason }),
    queuedAt,
  };
}
