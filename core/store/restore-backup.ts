import { copyFileSync, existsSync, renameSync, rmSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { BotError, errorText } from "#core/lib/bot-error.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { Codec } from "./codec.ts";
import { assertNotNewer } from "./migrate.ts";
import { takeProcessLock } from "./process-lock.ts";
import { assertKeyOf } from "./same-key.ts";
import type { StoreCode } from "./store-error.ts";

export interface RestoreOptions {
  /** What `Store.backup` wrote. */
  readonly backup: string;
  /** The database that it takes the place of; it is kept as `<file>.before-restore`. */
  readonly file: string;
  readonly codec: Codec;
  readonly random: Random;
}

/**
 * Puts a backup in the place of a database, checked before anything is touched. Throws `STORE_LOCKED` while
 * a bot works on it, `STORE_KEY_WRONG` for a backup of another data folder, `STORE_RESTORE_FAILED` for one
 * that is damaged. The next open erases again whom the erasure list names.
 */
export function restoreBackup({ backup, file, codec, random }: RestoreOptions): void {
  const lock = takeProcessLock(file, Buffer.from(random.bytes(8)).toString("hex"));
  const aside = `${file}.restoring`;
  try {
    rmSync(aside, { force: true });
    copyFileSync(backup, aside);
    check(aside, codec);
    if (existsSync(file)) {
      const before = new Sqlite(file);
      // What stands in its journal goes along.
      before.pragma("journal_mode = DELETE");
      before.close();
      renameSync(file, `${file}.before-restore`);
    }
    renameSync(aside, file);
  } catch (error) {
    rmSync(aside, { force: true });
    if (error instanceof BotError) throw error;
    throw new BotError<StoreCode>("STORE_RESTORE_FAILED", `not restored: ${errorText(error)}`, {
      hint: "The data is as it was. Name a file that sapa backup wrote.",
      cause: error,
    });
  } finally {
    lock.release();
  }
}

function check(file: string, codec: Codec): void {
  const copy = new Sqlite(file, { fileMustExist: true });
  try {
    const found = copy.pragma("quick_check(1)", { simple: true });
    if (found !== "ok") throw new Error(`it is damaged: ${String(found)}`);
    assertNotNewer(copy);
    assertKeyOf(copy, codec);
  } finally {
    copy.close();
  }
}
