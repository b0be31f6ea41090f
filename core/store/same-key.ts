import type { Database } from "better-sqlite3";
import { BotError } from "#core/lib/bot-error.ts";
import type { Codec } from "./codec.ts";
import type { StoreCode } from "./store-error.ts";

/**
 * Writes down, once, what the codec makes of a fixed word, and throws `STORE_KEY_WRONG` if it makes
 * something else of it today: with another key every person would be a stranger and every event new.
 */
export function assertSameKey(db: Database, codec: Codec): void {
  const mark = codec.lookup("sapa");
  db.prepare<[string]>(
    "INSERT INTO meta (name, value) VALUES ('key', ?) ON CONFLICT DO NOTHING",
  ).run(mark);
  assertKeyOf(db, codec);
}

/** The same where nothing can be written. */
export function assertKeyOf(db: Database, codec: Codec): void {
  const found = db
    .prepare<[], { readonly value: string }>("SELECT value FROM meta WHERE name = 'key'")
    .get();
  if (found?.value === codec.lookup("sapa")) return;
  throw new BotError<StoreCode>(
    "STORE_KEY_WRONG",
    "the data was written under another secret key",
    {
      hint: "Put back the SAPA_SECRET_KEY (or the key file) that belongs to this data folder.",
    },
  );
}
