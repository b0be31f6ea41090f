import Sqlite, { type Database } from "better-sqlite3";

/** A database that lives as long as this process: stores may follow each other on it. */
export function openMemoryDatabase(): Database {
  return new Sqlite(":memory:");
}
