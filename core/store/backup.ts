import { renameSync, rmSync } from "node:fs";
import Sqlite, { type Database } from "better-sqlite3";
import { BotError, errorText } from "#core/lib/bot-error.ts";
import { makePrivateFile } from "./private-file.ts";
import type { StoreCode } from "./store-error.ts";

/**
 * Copies a database that goes on being written to `file`, one file without a journal beside it, and
 * checks the copy before it takes that name. Throws `STORE_BACKUP_FAILED`; an older file of the name
 * then stays as it was.
 */
export async function backupTo(db: Database, file: string): Promise<void> {
  const partial = `${file}.partial`;
  try {
    rmSync(partial, { force: true });
    makePrivateFile(partial);
    await db.backup(partial);
    check(partial);
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw new BotError<StoreCode>("STORE_BACKUP_FAILED", `no backup: ${errorText(error)}`, {
      cause: error,
      hint: "The data itself is untouched. Look at the free space where the backup goes.",
    });
  }
}

function check(file: string): void {
  const copy = new Sqlite(file);
  try {
    copy.pragma("journal_mode = DELETE");
    const found = copy.pragma("integrity_check(1)", { simple: true });
    if (found !== "ok") throw new Error(`the copy is damaged: ${String(found)}`);
  } finally {
    copy.close();
  }
}
