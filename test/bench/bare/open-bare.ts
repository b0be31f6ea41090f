import Sqlite, { type Database } from "better-sqlite3";

/** A database with the settings that the measurements ask for: WAL, a sync with each commit. */
export function openBare(file: string, tables: string): Database {
  const db = new Sqlite(file);
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.pragma("wal_autocheckpoint = 4000");
  db.exec(tables);
  return db;
}

export const eventsTable =
  "CREATE TABLE IF NOT EXISTS event (key TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID";
