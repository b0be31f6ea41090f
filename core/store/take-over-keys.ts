import { existsSync, renameSync, rmSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { BotError } from "#core/lib/bot-error.ts";
import { type KeyRow, keyPlaceOf, openRing, type Ring } from "./key-ring.ts";
import { openBytes } from "./seal.ts";
import { type StoreCode, toStoreError } from "./store-error.ts";

/**
 * Puts the keys of a ring's copy into the ring of `file`, beside those that it has; a ring that is damaged is
 * set aside as `<file>.damaged`. Throws `STORE_KEY_WRONG` for a copy that another key wraps. Nobody may have the
 * ring open. Keys of people who were erased go at the next start.
 */
export function takeOverKeys(options: {
  readonly file: string;
  readonly copy: string;
  readonly masterKey: Uint8Array;
}): void {
  const { file, copy, masterKey } = options;
  const rows = readRows(copy);
  const [first] = rows;
  if (first !== undefined) assertWrappedBy(masterKey, first, copy);
  const ring = openOrSetAside(file);
  try {
    ring.insert(rows);
  } finally {
    ring.db.close();
  }
}

function readRows(copy: string): readonly KeyRow[] {
  try {
    const db = new Sqlite(copy, { readonly: true, fileMustExist: true });
    try {
      return db.prepare<[], KeyRow>("SELECT number, wrapped FROM person_key").all();
    } finally {
      db.close();
    }
  } catch (error) {
    throw new BotError<StoreCode>("STORE_RESTORE_FAILED", `${copy} holds no keys`, {
      hint: "The data is as it was. Name a file that sapa backup --keys wrote.",
      cause: error,
    });
  }
}

function assertWrappedBy(masterKey: Uint8Array, { number, wrapped }: KeyRow, copy: string): void {
  try {
    openBytes(wrapped, masterKey, keyPlaceOf(number));
  } catch (error) {
    throw new BotError<StoreCode>("STORE_KEY_WRONG", `${copy} was written under another key`, {
      hint: "Put back the SAPA_SECRET_KEY (or the key file) that belongs to this data folder.",
      cause: error,
    });
  }
}

function openOrSetAside(file: string): Ring {
  try {
    return openRing(file, false);
  } catch (error) {
    const told = toStoreError(error);
    if (!(told instanceof BotError) || told.code !== "STORE_CORRUPT" || !existsSync(file))
      throw told;
    for (const part of ["-wal", "-shm"]) rmSync(`${file}${part}`, { force: true });
    renameSync(file, `${file}.damaged`);
    return openRing(file, false);
  }
}
