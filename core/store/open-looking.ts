import { existsSync } from "node:fs";
import Sqlite, { type Database } from "better-sqlite3";

/**
 * Opens a database file for reading alone and leaves nothing beside it. A journal that is there belongs to
 * who works on the file, or died on it. Without one a plain connection is taken, which is kept from writing: SQLite
 * makes a journal for any reader, and only such a connection takes it away again when it is closed.
 */
export function openLooking(file: string): Database {
  const db = new Sqlite(file, { readonly: existsSync(`${file}-wal`), fileMustExist: true });
  db.pragma("busy_timeout = 5000");
  db.pragma("query_only = ON");
  return db;
}
