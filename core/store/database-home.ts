import { chmodSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import { errorText } from "#core/lib/bot-error.ts";
import type { Log } from "#core/model/ports/log.ts";
import { finishRestore } from "./finish-restore.ts";
import { type ProcessLock, takeProcessLock } from "./process-lock.ts";
import { applySettings } from "./settings.ts";
import { corrupt, toStoreError } from "./store-error.ts";

/** A database that is open, and what has to be done when it is not needed any more. */
export interface DatabaseHome {
  readonly db: Database;
  close(): void;
  /** Leaves everything as a killed process leaves it. */
  abandon(): void;
}

/**
 * Opens the database of a file, made with its folder if it is not there, for this process alone. If
 * the last process did not close it the file is checked first: throws `STORE_CORRUPT` rather than
 * serve from a damaged one.
 */
export function openDatabaseFile(file: string, nonce: string, log: Log): DatabaseHome {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const lock = takeProcessLock(file, nonce);
  let db: Database | undefined;
  try {
    if (endRestore(file)) log.warn("store.restore-finished", { reason: "it was cut off" });
    db = new Sqlite(file);
    // The journal files beside it take over these rights.
    chmodSync(file, 0o600);
    applySettings(db);
    if (lock.isUnclean) checkAfterCrash(db, log);
    return homeOf(db, lock, log);
  } catch (error) {
    db?.close();
    // The next start has to check again.
    if (lock.isUnclean) lock.abandon();
    else lock.release();
    throw toStoreError(error);
  }
}

/** A database that the caller opened and closes: many stores may follow each other on it. */
export function borrowDatabase(db: Database): DatabaseHome {
  applySettings(db);
  return { db, close: () => undefined, abandon: () => undefined };
}

/** True if there was one that was cut off. */
function endRestore(file: string): boolean {
  const steps = finishRestore(file);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

function homeOf(db: Database, lock: ProcessLock, log: Log): DatabaseHome {
  return {
    db,
    close() {
      try {
        db.pragma("optimize");
        db.pragma("wal_checkpoint(TRUNCATE)");
      } catch (error) {
        // Everything is in the journal; the next open reads it from there.
        log.warn("store.checkpoint-failed", { error: errorText(error) });
      }
      db.close();
      lock.release();
    },
    abandon() {
      lock.abandon();
      db.close();
    },
  };
}

function checkAfterCrash(db: Database, log: Log): void {
  const found = db.pragma("quick_check(1)", { simple: true });
  if (found !== "ok") throw corrupt(String(found));
  log.info("store.checked", { reason: "unclean-stop" });
}
