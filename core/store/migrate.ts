import type { Database } from "better-sqlite3";
import { BotError } from "#core/lib/bot-error.ts";
import { migration0001 } from "./migrations/0001-tables.ts";
import { migration0002 } from "./migrations/0002-media.ts";
import { migration0003 } from "./migrations/0003-revisions.ts";
import { migration0004 } from "./migrations/0004-consents.ts";
import type { StoreCode } from "./store-error.ts";

/** Version n is the shape after the first n; a migration only adds, so that a step back still reads. */
const migrations: readonly string[] = [migration0001, migration0002, migration0003, migration0004];

/**
 * Brings the tables to the newest shape, each step in a transaction of its own, and returns that
 * shape's version. Throws `STORE_SCHEMA_NEWER` for tables of a later program.
 */
export function migrate(db: Database): number {
  const found = Number(db.pragma("user_version", { simple: true }));
  const newest = migrations.length;
  if (found > newest) {
    const message = `the database has schema ${found} and this program knows up to ${newest}`;
    throw new BotError<StoreCode>("STORE_SCHEMA_NEWER", message, {
      hint: "Start the version of the program that wrote it, or restore the backup made before it.",
    });
  }
  for (const [index, sql] of migrations.entries()) {
    if (index < found) continue;
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${index + 1}`);
    }).immediate();
  }
  return newest;
}
