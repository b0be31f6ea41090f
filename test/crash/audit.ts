import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { openDataKey } from "#core/app/data-key.ts";
import { realClock } from "#core/app/real-clock.ts";
import { createRealRandom } from "#core/app/real-random.ts";
import { minuteMs } from "#core/lib/millis.ts";
import type { StoreStats } from "#core/model/ports/store.ts";
import type { SendState } from "#core/model/send.ts";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import { openSqliteStore } from "#core/store/open-sqlite-store.ts";
import { wordOf } from "./crowd.ts";

const readLimit = 1_000_000;

/** What a database holds once its process has ended. */
export interface Audit {
  /** What SQLite itself says of the file: `ok`, or what is damaged. */
  readonly integrity: string;
  readonly stats: StoreStats;
  /** Word → how often its message is stored. */
  readonly kept: ReadonlyMap<string, number>;
  /** Words of messages that are not handled yet. */
  readonly pending: ReadonlySet<string>;
  /** Word → states of the sends that answer it. */
  readonly sends: ReadonlyMap<string, readonly SendState[]>;
}

/** Opens the database of a data folder as the runtime does, and reads all of it. */
export async function auditDatabase(dataFolder: string): Promise<Audit> {
  const file = join(dataFolder, "sapa.db");
  const raw = new Sqlite(file, { readonly: true });
  const integrity = String(raw.pragma("integrity_check(1)", { simple: true }));
  raw.close();
  const random = createRealRandom();
  const { codec } = openDataKey({ dataFolder, secretKey: undefined, random });
  const { store, records } = openSqliteStore({
    file,
    clock: realClock,
    random,
    log: createQuietLog(),
    leaseMs: minuteMs,
    codec,
  });
  const kept = new Map<string, number>();
  const pending = new Set<string>();
  for (const { body, state } of await records.events({ kind: "message", limit: readLimit })) {
    if (body.kind !== "message" || body.message.kind !== "text") continue;
    const word = wordOf(body.message.text);
    if (word === undefined) continue;
    kept.set(word, (kept.get(word) ?? 0) + 1);
    if (state === "pending") pending.add(word);
  }
  const sends = new Map<string, readonly SendState[]>();
  for (const { message, state } of await records.sends({ limit: readLimit })) {
    const word = message.kind === "text" ? wordOf(message.text) : undefined;
    if (word !== undefined) sends.set(word, [...(sends.get(word) ?? []), state]);
  }
  const stats = await store.stats();
  await store.close();
  return { integrity, stats, kept, pending, sends };
}
