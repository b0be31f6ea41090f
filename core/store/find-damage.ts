import { openLooking } from "./open-looking.ts";
import { toStoreError } from "./store-error.ts";

/**
 * What is damaged in a database file, as SQLite says it; undefined: nothing is. Reads all of it, beside a bot
 * that may be running. Throws what keeps it from being read.
 */
export function findDamage(file: string): string | undefined {
  try {
    const db = openLooking(file);
    try {
      const found = String(db.pragma("quick_check(1)", { simple: true }));
      return found === "ok" ? undefined : found;
    } finally {
      db.close();
    }
  } catch (error) {
    throw toStoreError(error);
  }
}
