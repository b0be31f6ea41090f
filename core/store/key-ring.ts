import { chmodSync, existsSync } from "node:fs";
import Sqlite, { type Database } from "better-sqlite3";
import type { Random } from "#core/model/ports/random.ts";
import { Lru } from "./lru.ts";
import { openLooking } from "./open-looking.ts";
import { makePrivateFile } from "./private-file.ts";
import { createNonces, openBytes, sealBytes } from "./seal.ts";

/**
 * The keys of people and of their files, by number. Kept apart from the data, so that a copy of the data
 * is worth nothing once a key is dropped here.
 */
export interface KeyRing {
  readonly file: string;
  /** The number of a key that nobody has yet; durable when returned, and never given twice. */
  take(): number;
  /** For one seal with any of its keys. */
  newNonce(): Uint8Array;
  find(number: number): Uint8Array | undefined;
  /** Forgets keys for good; harmless if they are gone. */
  drop(numbers: readonly number[]): void;
  /** Copies the ring to a new file, for its owner alone. */
  copyTo(file: string): void;
  close(): void;
}

export interface KeyRingOptions {
  readonly file: string;
  /** Wraps the keys: without it the file is worth nothing. */
  readonly masterKey: Uint8Array;
  readonly random: Random;
  /** True: beside the process that writes; `take` and `drop` throw. */
  readonly isReadOnly?: boolean;
}

const keyBytes = 32;
/** Keys that are made ahead, at first and at most: one sync of the disk for each lot. */
const firstLot = 32;
const maxLot = 1_024;
/** Unwrapped keys in memory. */
const maxOpenKeys = 16_384;

/**
 * A ring in a database file of its own. Numbers are 52 random bits: they tell nothing, and one that was
 * dropped is not given again, whichever copy of the file is restored.
 */
export function openKeyRing(options: KeyRingOptions): KeyRing {
  const { file, masterKey, random, isReadOnly = false } = options;
  const newNonce = createNonces(random);
  const open = new Lru<number, Uint8Array>(maxOpenKeys);
  let made: Ring | undefined;
  let lot: number[] = [];
  let lotSize = firstLot;
  // Opened when it is needed: who only looks at flows has no use for keys.
  const ring = () => (made ??= openRing(file, isReadOnly));

  function makeLot(): void {
    const rows = Array.from({ length: lotSize }, () => {
      const number = Number(Buffer.from(random.bytes(8)).readBigUInt64BE() >> 12n);
      const key = random.bytes(keyBytes);
      return { number, wrapped: sealBytes(key, masterKey, keyPlaceOf(number), newNonce()) };
    });
    lot = ring().insert(rows.filter(({ number }) => number > 0));
    lotSize = Math.min(lotSize * 2, maxLot);
  }

  /** Of a file that is not there nothing is known, and asking makes none: the lost one may be put back. */
  const isEmpty = () => made === undefined && !existsSync(file);

  return {
    file,
    take() {
      if (lot.length === 0) makeLot();
      const number = lot.pop();
      if (number === undefined) throw new Error("no key was made");
      return number;
    },
    newNonce,
    find(number) {
      const known = open.get(number);
      if (known !== undefined) return known;
      if (isEmpty()) return undefined;
      const wrapped = ring().read(number);
      if (wrapped === undefined) return undefined;
      const key = openBytes(wrapped, masterKey, keyPlaceOf(number));
      open.set(number, key);
      return key;
    },
    drop(numbers) {
      if (numbers.length === 0 || isEmpty()) return;
      ring().remove(numbers);
      for (const number of numbers) open.delete(number);
    },
    copyTo: (target) => ring().copyTo(target),
    close() {
      made?.db.close();
      made = undefined;
    },
  };
}

/** Where a wrapped key lies; see `sealBytes`. */
export function keyPlaceOf(number: number): string {
  return `key/${number}`;
}

export interface KeyRow {
  readonly number: number;
  readonly wrapped: Uint8Array;
}

export interface Ring {
  readonly db: Database;
  /** Gives the numbers that were free. */
  insert(rows: readonly KeyRow[]): number[];
  read(number: number): Uint8Array | undefined;
  remove(numbers: readonly number[]): void;
  copyTo(file: string): void;
}

/** Opens a ring's file, made if it is not there. */
export function openRing(file: string, isReadOnly: boolean): Ring {
  const isNew = !existsSync(file);
  if (isNew && !isReadOnly) makePrivateFile(file);
  const db = isReadOnly && !isNew ? openLooking(file) : new Sqlite(isReadOnly ? ":memory:" : file);
  if (!isReadOnly) {
    chmodSync(file, 0o600);
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = FULL");
    // A dropped key is overwritten, and no journal keeps it.
    db.pragma("secure_delete = ON");
  }
  db.pragma("busy_timeout = 5000");
  if (!isReadOnly || isNew) {
    db.exec(`CREATE TABLE IF NOT EXISTS person_key
      (number INTEGER PRIMARY KEY, wrapped BLOB NOT NULL) STRICT`);
  }
  const insert = db.prepare<[number, Uint8Array]>(
    "INSERT INTO person_key (number, wrapped) VALUES (?, ?) ON CONFLICT DO NOTHING",
  );
  const read = db.prepare<[number], { readonly wrapped: Buffer }>(
    "SELECT wrapped FROM person_key WHERE number = ?",
  );
  const remove = db.prepare<[number]>("DELETE FROM person_key WHERE number = ?");
  return {
    db,
    insert(rows) {
      const free: number[] = [];
      db.transaction(() => {
        for (const { number, wrapped } of rows) {
          if (insert.run(number, wrapped).changes > 0) free.push(number);
        }
      }).immediate();
      return free;
    },
    read: (number) => read.get(number)?.wrapped,
    remove(numbers) {
      db.transaction(() => {
        for (const number of numbers) remove.run(number);
      }).immediate();
      db.pragma("wal_checkpoint(TRUNCATE)");
    },
    copyTo(target) {
      makePrivateFile(target);
      db.exec(`VACUUM INTO '${target.replaceAll("'", "''")}'`);
    },
  };
}
