import { integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { AccountId, ContactId, ConversationId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { Owner } from "#core/model/conversation.ts";

/*
 * What the migrations made, as Drizzle sees it; a test holds the two together. Encoded columns are
 * named in migrations/0001-tables.ts.
 */

export const contactTable = sqliteTable("contact", {
  id: text("id").$type<ContactId>().primaryKey().notNull(),
  body: text("body").notNull(),
  stoppedAt: integer("stopped_at").$type<Millis>(),
  factsVersion: integer("facts_version").notNull(),
  createdAt: integer("created_at").$type<Millis>().notNull(),
  consents: text("consents"),
  key: integer("key").notNull().default(0),
});

export const conversationTable = sqliteTable("conversation", {
  id: text("id").$type<ConversationId>().primaryKey().notNull(),
  account: text("account").$type<AccountId>().notNull(),
  contact: text("contact").$type<ContactId>().notNull(),
  windowUntilAt: integer("window_until_at").$type<Millis>(),
  lastInboundAt: integer("last_inbound_at").$type<Millis>(),
  owner: text("owner").$type<Owner>().notNull(),
  ownerUntilAt: integer("owner_until_at").$type<Millis>(),
  limitNextAt: real("limit_next_at"),
  limitToldAt: integer("limit_told_at").$type<Millis>(),
  retryAt: integer("retry_at").$type<Millis>(),
  factsVersion: integer("facts_version").notNull(),
  createdAt: integer("created_at").$type<Millis>().notNull(),
  paceNextAt: real("pace_next_at"),
  key: integer("key").notNull().default(0),
  fastTexts: integer("fast_texts"),
  loopUntilAt: integer("loop_until_at").$type<Millis>(),
});

export const consentTable = sqliteTable("consent", {
  seq: integer("seq").primaryKey(),
  contact: text("contact").$type<ContactId>().notNull(),
  purpose: text("purpose").notNull(),
  answer: text("answer").$type<"yes" | "no">().notNull(),
  at: integer("at").$type<Millis>().notNull(),
  wording: text("wording").notNull(),
  source: text("source").notNull(),
  expiresAt: integer("expires_at").$type<Millis>(),
  hash: text("hash"),
  covers: text("covers"),
  isTold: integer("is_told").notNull().default(0),
});
