import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { ConversationId, EventId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { MediaRecord, MediaState } from "#core/model/media.ts";

export const fileTable = sqliteTable("file", {
  sha256: text("sha256").primaryKey().notNull(),
  mime: text("mime").notNull(),
  bytes: integer("bytes").notNull(),
  notedAt: integer("noted_at").$type<Millis>().notNull(),
  isUnused: integer("is_unused").notNull(),
});

export const mediaTable = sqliteTable("media", {
  seq: integer("seq").primaryKey(),
  event: text("event").$type<EventId>().notNull(),
  conversation: text("conversation").$type<ConversationId>().notNull(),
  kind: text("kind").$type<MediaRecord["kind"]>().notNull(),
  state: text("state").$type<MediaState>().notNull(),
  reason: text("reason"),
  file: text("file"),
  at: integer("at").$type<Millis>().notNull(),
});
