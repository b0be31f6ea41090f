import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
} from "node:fs";
import { dirname } from "node:path";
import Sqlite from "better-sqlite3";
import { BotError, errorText } from "#core/lib/bot-error.ts";
import type { Random } from "#core/model/ports/random.ts";
import { assertKeys } from "./assert-keys.ts";
import type { Codec } from "./codec.ts";
import type { ErasureList } from "./erasure-list.ts";
import { finishRestore, partialOf, restoringOf } from "./finish-restore.ts";
import { markRestored } from "./hold-restored.ts";
import { assertNotNewer } from "./migrate.ts";
import { takeProcessLock } from "./process-lock.ts";
import { assertKeyOf } from "./same-key.ts";
import type { StoreCode } from "./store-error.ts";
import { syncPath } from "./sync-path.ts";

export interface RestoreOptions {
  /** What `Store.backup` wrote. */
  readonly backup: string;
  /** The database that it takes the place of; it is kept as `<file>.before-restore`, however damaged it is. */
  readonly file: string;
  readonly codec: Codec;
  /** Whom it names needs no key. */
  readonly erasures: ErasureList;
  readonly random: Random;
  /** What is done once the backup is known to be whole, while nobody else works on the data: keys and erasures are taken over. */
  readonly prepare?: () => void;
}

/**
 * Puts a backup in the place of a database, checked before anything is touched. Throws `STORE_LOCKED` while
 * a bot works on it, `STORE_KEY_WRONG` for a backup of another data folder, `STORE_KEYS_MISSING` for one whose
 * people nobody could read, `STORE_RESTORE_FAILED` for one that is damaged. If it is cut off, the next start or
 * restore finds the old database, or ends it. The next open erases again whom the erasure list names, and sends
 * nothing of what was in the line (`holdRestored`).
 */
export function restoreBackup(options: RestoreOptions): void {
  Array.from(restoreSteps(options));
}

/**
 * The same, a step a turn.
 *
 *     copy, check ─► prepare ─► check keys, sync ─► named `.restoring` ─► the old one aside, its journals too ─► named as the old one
 *     ── cut off here: nothing was restored ──────┴── cut off here: it goes on ─────────────────────────────────────
 */
export function* restoreSteps(options: RestoreOptions): Generator<void> {
  const { backup, file, codec, erasures, random, prepare } = options;
  const lock = takeProcessLock(file, Buffer.from(random.bytes(8)).toString("hex"));
  const partial = partialOf(file);
  let isDone = false;
  try {
    yield* finishRestore(file);
    copyFileSync(backup, partial);
    chmodSync(partial, 0o600);
    yield;
    checkWhole(partial, codec);
    prepare?.();
    yield;
    checkKeys(partial, codec, erasures);
    syncPath(partial);
    emptyJournal(file);
    yield;
    renameSync(partial, restoringOf(file));
    syncPath(dirname(file));
    yield;
    yield* finishRestore(file);
    isDone = true;
  } catch (error) {
    rmSync(partial, { force: true });
    if (error instanceof BotError) throw error;
    throw failed(error, existsSync(restoringOf(file)));
  } finally {
    // What a crash left is still there to be checked by the next start.
    if (lock.isUnclean && !isDone) lock.abandon();
    else lock.release();
  }
}

function failed(error: unknown, isBegun: boolean): BotError<StoreCode> {
  const hint = isBegun
    ? "It goes on at the next start, or with the next restore."
    : "The data is as it was. Name a file that sapa backup wrote.";
  const message = `not restored: ${errorText(error)}`;
  return new BotError<StoreCode>("STORE_RESTORE_FAILED", message, { hint, cause: error });
}

/** How a database begins. Source: sqlite.org/fileformat.html#magic_header_string. */
const magic = Buffer.from("SQLite format 3\0");

/**
 * What stands in a database's journal goes along with it; one that is too damaged goes as it is, and SQLite is
 * not asked to open it: it would remove the journal.
 */
function emptyJournal(file: string): void {
  if (!existsSync(file) || !magic.equals(headOf(file, magic.length))) return;
  try {
    const before = new Sqlite(file);
    try {
      before.pragma("journal_mode = DELETE");
    } finally {
      before.close();
    }
  } catch {
    // Nobody can read it, which may be why it is replaced.
  }
}

function headOf(file: string, length: number): Uint8Array {
  const head = Buffer.alloc(length);
  const handle = openSync(file, "r");
  try {
    readSync(handle, head, 0, length, 0);
  } finally {
    closeSync(handle);
  }
  return head;
}

/** What needs no key of a person: a backup that fails here leaves everything as it was. */
function checkWhole(file: string, codec: Codec): void {
  inside(file, (copy) => {
    copy.pragma("journal_mode = DELETE");
    const found = copy.pragma("quick_check(1)", { simple: true });
    if (found !== "ok") throw new Error(`it is damaged: ${String(found)}`);
    assertNotNewer(copy);
    assertKeyOf(copy, codec);
  });
}

/** What does; and marks the copy as what it is to be. */
function checkKeys(file: string, codec: Codec, erasures: ErasureList): void {
  inside(file, (copy) => {
    if (hasKeys(copy)) assertKeys(copy, codec, erasures);
    markRestored(copy);
  });
}

function inside(file: string, look: (copy: Sqlite.Database) => void): void {
  const copy = new Sqlite(file, { fileMustExist: true });
  try {
    look(copy);
  } finally {
    copy.close();
  }
}

/** False for tables of before there were keys. */
function hasKeys(db: Sqlite.Database): boolean {
  const sql = "SELECT 1 FROM pragma_table_info('contact') WHERE name = 'key'";
  return db.prepare(sql).get() !== undefined;
}
