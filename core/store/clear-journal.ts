import type { Database } from "better-sqlite3";

/** Empties a database's journal; false if it could not, because somebody reads in it. */
export function clearJournal(db: Database): boolean {
  // Column `busy`. Source: sqlite.org/pragma.html#pragma_wal_checkpoint.
  return db.pragma("wal_checkpoint(TRUNCATE)", { simple: true }) === 0;
}
