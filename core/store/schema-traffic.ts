import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type {
  AccountId,
  ConversationId,
  EffectId,
  EventId,
  OutboxId,
  RevisionId,
  RunId,
} from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { EventKind, EventState } from "#core/model/event.ts";
import type { SendClass } from "#core/model/message-out.ts";
import type { Run } from "#core/model/run.ts";
import type { SendState } from "#core/model/send.ts";
import type { Delivery } from "#core/model/status.ts";

export const eventTable = sqliteTable("event", {
  seq: integer("seq").primaryKey(),
  id: text("id").$type<EventId>().notNull(),
  account: text("account").$type<AccountId>().notNull(),
  conversation: text("conversation").$type<ConversationId>(),
  kind: text("kind").$type<EventKind>().notNull(),
  state: text("state").$type<EventState>().notNull(),
  reason: text("reason"),
  attempts: integer("attempts").notNull(),
  occurredAt: integer("occurred_at").$type<Millis>().notNull(),
  receivedAt: integer("received_at").$type<Millis>().notNull(),
  body: text("body").notNull(),
  raw: text("raw"),
});

export const outboxTable = sqliteTable("outbox", {
  seq: integer("seq").primaryKey(),
  id: text("id").$type<OutboxId>().notNull(),
  effect: text("effect").$type<EffectId>().notNull(),
  conversation: text("conversation").$type<ConversationId>().notNull(),
  account: text("account").$type<AccountId>().notNull(),
  run: text("run").$type<RunId>(),
  class: text("class").$type<SendClass>().notNull(),
  purpose: text("purpose").notNull(),
  message: text("message").notNull(),
  state: text("state").$type<SendState>().notNull(),
  isOpen: integer("is_open").notNull(),
  attempt: integer("attempt").notNull(),
  refusals: integer("refusals").notNull(),
  unknowns: integer("unknowns").notNull(),
  queuedAt: integer("queued_at").$type<Millis>().notNull(),
  dueAt: integer("due_at").$type<Millis>().notNull(),
  copies: integer("copies").notNull(),
  delivery: text("delivery").$type<Delivery>(),
  reason: text("reason"),
  error: text("error"),
  price: text("price"),
  costMicroUsd: integer("cost_micro_usd"),
});

export const runTable = sqliteTable("run", {
  id: text("id").$type<RunId>().primaryKey().notNull(),
  conversation: text("conversation").$type<ConversationId>().notNull(),
  state: text("state").$type<Run["state"]>().notNull(),
  isLive: integer("is_live").notNull(),
  body: text("body").notNull(),
  flow: text("flow").notNull(),
  revision: text("revision").$type<RevisionId>().notNull(),
  step: text("step").notNull(),
});

export const historyTable = sqliteTable("history", {
  seq: integer("seq").primaryKey(),
  conversation: text("conversation").$type<ConversationId>().notNull(),
  at: integer("at").$type<Millis>().notNull(),
  what: text("what").notNull(),
  run: text("run").$type<RunId>(),
  event: text("event").$type<EventId>(),
  data: text("data"),
});
