import type { Database } from "better-sqlite3";
import { BotError } from "#core/lib/bot-error.ts";
import { migration0001 } from "./migrations/0001-tables.ts";
import { migration0002 } from "./migrations/0002-media.ts";
import { migration0003 } from "./migrations/0003-revisions.ts";
import { migration0004 } from "./migrations/0004-consents.ts";
import { migration0005 } from "./migrations/0005-ai.ts";
import { migration0006 } from "./migrations/0006-pace.ts";
import { migration0007 } from "./migrations/0007-former-addresses.ts";
import { migration0008 } from "./migrations/0008-broadcasts.ts";
import { migration0009 } from "./migrations/0009-ops.ts";
import { migration0010 } from "./migrations/0010-keys.ts";
import { migration0011 } from "./migrations/0011-erasures.ts";
import { migration0012 } from "./migrations/0012-templates.ts";
import { migration0013 } from "./migrations/0013-loops.ts";
import { migration0014 } from "./migrations/0014-costs.ts";
import { migration0015 } from "./migrations/0015-bot-usage.ts";
import { migration0016 } from "./migrations/0016-old-budgets.ts";
import type { StoreCode } from "./store-error.ts";

/** Version n is the shape after the first n; a migration only adds, so that a step back still reads. */
export const migrations: readonly string[] = [
  migration0001,
  migration0002,
  migration0003,
  migration0004,
  migration0005,
  migration0006,
  migration0007,
  migration0008,
  migration0009,
  migration0010,
  migration0011,
  migration0012,
  migration0013,
  migration0014,
  migration0015,
  migration0016,
];

/**
 * For who cannot migrate: throws unless the tables have the newest shape, `STORE_SCHEMA_NEWER` or
 * `STORE_SCHEMA_OLDER`.
 */
export function assertNewest(db: Database): void {
  assertNotNewer(db);
  const found = versionOf(db);
  if (found === migrations.length) return;
  const message = `the database has schema ${found} and this program reads ${migrations.length}`;
  throw new BotError<StoreCode>("STORE_SCHEMA_OLDER", message, {
    hint: "Start the bot once with this version: it brings the database up to date.",
  });
}

/** Throws `STORE_SCHEMA_NEWER` unless this program can bring the tables to the newest shape. */
export function assertNotNewer(db: Database): void {
  const found = versionOf(db);
  if (found <= migrations.length) return;
  const message = `the database has schema ${found} and this program reads ${migrations.length}`;
  throw new BotError<StoreCode>("STORE_SCHEMA_NEWER", message, {
    hint: "Use the version of the program that wrote it.",
  });
}

function versionOf(db: Database): number {
  return Number(db.pragma("user_version", { simple: true }));
}

/**
 * Brings the tables to the newest shape and returns its version. All steps are one transaction: where
 * one fails, the program of before still has its tables. Throws `STORE_SCHEMA_NEWER` for tables of a
 * later program.
 */
export function migrate(db: Database): number {
  const found = versionOf(db);
  const newest = migrations.length;
  if (found > newest) {
    const message = `the database has schema ${found} and this program knows up to ${newest}`;
    throw new BotError<StoreCode>("STORE_SCHEMA_NEWER", message, {
      hint: "Start the version of the program that wrote it, or restore the backup made before it.",
    });
  }
  if (found === newest) return newest;
  db.transaction(() => {
    for (const sql of migrations.slice(found)) db.exec(sql);
    db.pragma(`user_version = ${newest}`);
  }).immediate();
  return newest;
}
