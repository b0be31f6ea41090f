import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { AccountId, ConversationId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { BroadcastState } from "#core/model/broadcast.ts";

export const broadcastTable = sqliteTable("broadcast", {
  seq: integer("seq").primaryKey(),
  name: text("name").notNull(),
  account: text("account").$type<AccountId>().notNull(),
  purpose: text("purpose").notNull(),
  file: text("file").notNull(),
  source: text("source").notNull(),
  startedBy: text("started_by").notNull(),
  startedAt: integer("started_at").$type<Millis>().notNull(),
  movedAt: integer("moved_at").$type<Millis>().notNull(),
  state: text("state").$type<BroadcastState>().notNull(),
  reason: text("reason"),
  isCollected: integer("is_collected").notNull(),
  after: text("after").$type<ConversationId>(),
  audience: integer("audience").notNull(),
  talliedFrom: integer("tallied_from").notNull(),
});

export const recipientTable = sqliteTable(
  "broadcast_recipient",
  {
    broadcast: text("broadcast").notNull(),
    conversation: text("conversation").$type<ConversationId>().notNull(),
    refusal: text("refusal"),
    outbox: integer("outbox"),
  },
  (table) => [primaryKey({ columns: [table.broadcast, table.conversation] })],
);
