import { BotError, errorText } from "#core/lib/bot-error.ts";
import { minuteMs } from "#core/lib/millis.ts";

/**
 * Codes of this folder. `STORE_UNAVAILABLE`: nothing could be written and nothing was, the same call
 * may succeed later. `STORE_FAILED`: a bug; this call never succeeds. The others end the start.
 */
export type StoreCode =
  | "STORE_BACKUP_FAILED"
  | "STORE_CLOSED"
  | "STORE_CORRUPT"
  | "STORE_FAILED"
  | "STORE_KEYS_MISSING"
  | "STORE_KEY_WRONG"
  | "STORE_KEY_GONE"
  | "STORE_LOCKED"
  | "STORE_RESTORE_FAILED"
  | "STORE_ROW_DAMAGED"
  | "STORE_SCHEMA_NEWER"
  | "STORE_SCHEMA_OLDER"
  | "STORE_SETTING_REFUSED"
  | "STORE_UNAVAILABLE";

/** How long a caller waits before it asks an unavailable store again, in milliseconds. */
const retryAfterMs = 1_000;

/** SQLite result codes that pass: disk full, I/O error, lock, no memory. Source: sqlite.org/rescode. */
const passing = /^SQLITE_(FULL|IOERR|BUSY|LOCKED|NOMEM|CANTOPEN|READONLY|PROTOCOL|INTERRUPT)/;
const damaged = /^SQLITE_(CORRUPT|NOTADB)/;

/** The result code of an error that SQLite gave (`SQLITE_FULL`), or undefined for any other. */
export function sqliteCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  const { code } = error;
  return typeof code === "string" && code.startsWith("SQLITE_") ? code : undefined;
}

/** What a caller of the store is told of an error; an error of our own passes as it is. */
export function toStoreError(error: unknown): Error {
  if (error instanceof BotError) return error;
  const code = sqliteCode(error) ?? "";
  if (passing.test(code)) return unavailable(`${code}: ${errorText(error)}`, error);
  if (damaged.test(code)) return corrupt(errorText(error), error);
  const message = `the store could not do this: ${errorText(error)}`;
  return new BotError<StoreCode>("STORE_FAILED", message, { cause: error });
}

export function unavailable(message: string, cause?: unknown): BotError<StoreCode> {
  return new BotError("STORE_UNAVAILABLE", message, {
    cause,
    retry: "later",
    retryAfterMs,
    hint: "Free space on the data disk; the store goes on by itself.",
  });
}

export function corrupt(message: string, cause?: unknown): BotError<StoreCode> {
  return new BotError("STORE_CORRUPT", `the database is damaged: ${message}`, {
    cause,
    hint: "Do not start on it. Keep a copy of the data folder, then restore the newest backup.",
  });
}

/** How long a conversation is left alone whose rows this program cannot read. */
export const unreadableHoldMs = 10 * minuteMs;

/** True if a row was read and is not what the program expects: others may still be. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof BotError && unreadable.has(error.code);
}

/** What reading one row may end with: no JSON of ours, sealed and changed, or sealed with a key that is gone. */
const unreadable: ReadonlySet<unknown> = new Set([
  "JSON_INVALID",
  "STORE_KEY_GONE",
  "STORE_ROW_DAMAGED",
]);
