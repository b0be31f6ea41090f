import type { Database } from "better-sqlite3";
import { BotError } from "#core/lib/bot-error.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Codec } from "./codec.ts";
import type { ErasureList } from "./erasure-list.ts";
import type { StoreCode } from "./store-error.ts";

/** People looked at, of the first and of the last who came. */
const looked = 50;

interface Row {
  readonly id: string;
  readonly key: number;
}

/**
 * Throws `STORE_KEYS_MISSING` if nobody of a database can be read with the keys that are there: an empty
 * file in place of a lost one would make all of them unreadable for good. Whom the list names is passed over.
 */
export function assertKeys(
  db: Database,
  codec: Codec,
  erasures: ErasureList,
  log?: Pick<Log, "error">,
): void {
  const erased = new Set<string>(erasures.entries().flatMap(({ contacts }) => contacts));
  const read = (order: "ASC" | "DESC") =>
    db
      .prepare<[number], Row>(
        `SELECT id, key FROM contact WHERE key <> 0 ORDER BY id ${order} LIMIT ?`,
      )
      .all(looked + erased.size)
      .filter(({ id }) => !erased.has(id));
  const people = [...read("ASC"), ...read("DESC")];
  const lost = people.filter(({ key }) => !codec.hasKey(key)).length;
  if (lost === 0) return;
  if (lost < people.length) {
    log?.error("store.keys-missing", { count: lost, of: people.length, file: codec.keysAt });
    return;
  }
  throw new BotError<StoreCode>(
    "STORE_KEYS_MISSING",
    `the keys of the people in this database are not in ${codec.keysAt}`,
    {
      hint: "Put back the keys.db of this data folder: sapa restore BACKUP --keys COPY. Without it nobody's data can be read; a bot that begins anew needs a data folder of its own (SAPA_DATA).",
    },
  );
}
