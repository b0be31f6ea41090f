import { existsSync } from "node:fs";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { BotError } from "#core/lib/bot-error.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Records } from "#core/model/ports/records.ts";
import { assertKeys } from "./assert-keys.ts";
import { Caches } from "./caches.ts";
import { CampaignSends } from "./campaign-sends.ts";
import type { Codec } from "./codec.ts";
import { type ErasureList, noErasures } from "./erasure-list.ts";
import { restoringOf } from "./finish-restore.ts";
import { GroupCommit } from "./group-commit.ts";
import { assertNewest } from "./migrate.ts";
import { openLooking } from "./open-looking.ts";
import { createRecords } from "./records.ts";
import { assertKeyOf } from "./same-key.ts";
import { SendLanes } from "./send-lanes.ts";
import { type StoreCode, toStoreError } from "./store-error.ts";
import { prepareTables } from "./store-tables.ts";

export interface ReadOnlyRecords {
  /** Everything that writes rejects; every read sees what is committed by then. */
  readonly records: Records;
  close(): void;
}

/**
 * Opens a database for reading alone, also while a bot works on it: no lock is taken, nothing of the
 * bot's waits and nothing is left beside it. Throws what a start would throw for a database that cannot be trusted or read; for people who cannot,
 * where the erasure list is given.
 */
export function openReadOnlyRecords(
  file: string,
  codec: Codec,
  clock: Clock,
  erasures?: ErasureList,
): ReadOnlyRecords {
  const db = open(file);
  try {
    assertNewest(db);
    assertKeyOf(db, codec);
    if (erasures !== undefined) assertKeys(db, codec, erasures);
    // Of a row that was read before nothing may be shown: a bot may have changed it since.
    const caches = new Caches();
    const tables = prepareTables(db, codec, caches);
    const group = new GroupCommit(db, clock, {
      beforeCommit: () => undefined,
      onEnd: () => caches.clear(),
    });
    const records = createRecords({
      orm: drizzle(db),
      ...tables,
      group,
      codec,
      caches,
      clock,
      erasures: noErasures,
      onListed: () => undefined,
      people: { resolve: () => undefined },
      inbox: { revive: () => refuse() },
      // Never asked: nothing that writes gets as far.
      campaigns: new CampaignSends(tables.outbox, tables.conversations, new SendLanes(0), () => ""),
      onErased: () => undefined,
      clearJournal: () => false,
    });
    return {
      records,
      close() {
        db.close();
        codec.close();
      },
    };
  } catch (error) {
    db.close();
    throw toStoreError(error);
  }
}

function open(file: string) {
  if (existsSync(restoringOf(file))) {
    throw new BotError<StoreCode>("STORE_RESTORE_FAILED", "a restore was cut off", {
      hint: "Start the bot, or restore again: either ends it.",
    });
  }
  try {
    return openLooking(file);
  } catch (error) {
    throw toStoreError(error);
  }
}

function refuse(): Promise<never> {
  const message = "this database is open for reading alone";
  return Promise.reject(new BotError<StoreCode>("STORE_FAILED", message));
}
