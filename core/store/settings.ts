import type { Database } from "better-sqlite3";
import { BotError } from "#core/lib/bot-error.ts";
import type { StoreCode } from "./store-error.ts";

/**
 * Settings of a connection and the value that each must read back. `synchronous` is FULL: with
 * NORMAL a power cut takes back events that were answered 200, and the driver falls to NORMAL in
 * WAL on every open by itself. The order matters: WAL first.
 *
 * The journal is checkpointed every 1,000 pages: a message writes about six pages at random places,
 * so that 4,000 of them hold an acknowledgement up for as long as the disk takes for 16 MB. Measured
 * with such pages, commit p99 at 1,000 / 4,000: 54 to 72 / 140 ms on a busy disk, CPU the same. Rows
 * in order, which the reference page measured, do not tell: they share their pages.
 */
const settings: readonly (readonly [name: string, value: string, readsBack: string | number])[] = [
  ["journal_mode", "WAL", "wal"],
  ["synchronous", "FULL", 2],
  ["foreign_keys", "ON", 1],
  ["busy_timeout", "5000", 5_000],
  ["journal_size_limit", "67108864", 67_108_864],
  ["wal_autocheckpoint", "1000", 1_000],
  ["temp_store", "MEMORY", 2],
  ["trusted_schema", "OFF", 0],
  ["secure_delete", "ON", 1],
  ["cache_size", "-8192", -8_192],
];

/** Sets every setting; to be called on every open, before anything is read. */
export function applySettings(db: Database): void {
  for (const [name, value] of settings) db.pragma(`${name} = ${value}`);
}

/** Throws `STORE_SETTING_REFUSED` if one does not hold; to be called after a first write as well. */
export function assertSettings(db: Database): void {
  for (const [name, , expected] of settings) {
    // A database in memory has no journal file: its mode cannot be another.
    const wanted = name === "journal_mode" && db.memory ? "memory" : expected;
    const found = db.pragma(name, { simple: true });
    if (found === wanted) continue;
    const message = `SQLite's ${name} is ${String(found)} and has to be ${wanted}`;
    throw new BotError<StoreCode>("STORE_SETTING_REFUSED", message, {
      hint: "Put the data folder on a local disk; network file systems refuse the write-ahead log.",
    });
  }
}
