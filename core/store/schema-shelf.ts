import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { AccountId, RevisionId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { Activation } from "#core/model/ports/records.ts";

export const revisionTable = sqliteTable("revision", {
  id: text("id").$type<RevisionId>().primaryKey().notNull(),
  flow: text("flow").notNull(),
  file: text("file").notNull(),
  source: text("source").notNull(),
  createdAt: integer("created_at").$type<Millis>().notNull(),
});

export const activationTable = sqliteTable("activation", {
  seq: integer("seq").primaryKey(),
  flow: text("flow").notNull(),
  revision: text("revision").$type<RevisionId>(),
  at: integer("at").$type<Millis>().notNull(),
  who: text("who").notNull(),
  how: text("how").$type<Activation["how"]>().notNull(),
  aside: text("aside").$type<RevisionId>(),
});

export const pluginValueTable = sqliteTable(
  "plugin_value",
  {
    plugin: text("plugin").notNull(),
    key: text("key").notNull(),
    value: text("value").notNull(),
  },
  (table) => [primaryKey({ columns: [table.plugin, table.key] })],
);

export const auditTable = sqliteTable("audit", {
  seq: integer("seq").primaryKey(),
  at: integer("at").$type<Millis>().notNull(),
  who: text("who").notNull(),
  what: text("what").notNull(),
  data: text("data"),
});

export const templateTable = sqliteTable(
  "template",
  {
    account: text("account").$type<AccountId>().notNull(),
    name: text("name").notNull(),
    language: text("language").notNull(),
    body: text("body").notNull(),
  },
  (table) => [primaryKey({ columns: [table.account, table.name, table.language] })],
);
