import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import type { StoreHarness } from "#core/plugin/testing/store-conformance-world.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { openKeyRing } from "#core/store/key-ring.ts";
import { openMemoryDatabase } from "#core/store/open-memory-database.ts";
import { type OpenStore, openSqliteStore } from "#core/store/open-sqlite-store.ts";
import { createSealedCodec } from "#core/store/sealed-codec.ts";

const startAt = Date.UTC(2026, 10, 22, 8);
const leaseMs = 30_000;

type Database = ReturnType<typeof openMemoryDatabase>;

/** The embedded store over one database in memory that outlives its stores. */
export async function createSqliteHarness(): Promise<StoreHarness> {
  const clock = new VirtualClock(startAt);
  const random = new SeededRandom(7);
  const database = openMemoryDatabase();
  const faults = new Faults();
  const folder = mkdtempSync(join(tmpdir(), "sapa-keys-"));
  const keyOf = (byte: number) => new Uint8Array(32).fill(byte);
  const ring = openKeyRing({ file: join(folder, "keys.db"), masterKey: keyOf(8), random });
  const codec = createSealedCodec({ lookupKey: keyOf(7), ownKey: keyOf(9), ring });
  const open = (): OpenStore =>
    openSqliteStore({
      database: faults.watch(database),
      clock,
      random,
      codec,
      log: createQuietLog(),
      leaseMs,
    });
  let current = open();
  return {
    get store() {
      return current.store;
    },
    get records() {
      return current.records;
    },
    clock,
    random,
    leaseMs,
    async reopen(how) {
      if (how === "close") await current.store.close().catch(() => undefined);
      current.abandon();
      current = open();
    },
    failAtStatement: (count) => faults.failAt(count),
    async dispose() {
      current.abandon();
      database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Stands between a store and its database, and makes a chosen statement fail and all after it. */
class Faults {
  #left: number | undefined;

  failAt(count: number | undefined): void {
    this.#left = count;
  }

  watch(database: Database): Database {
    return new Proxy(database, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key);
        if (key === "prepare")
          return (sql: string) => this.#watchStatement(target.prepare(sql), sql);
        if (typeof value !== "function") return value;
        return (...values: unknown[]): unknown => Reflect.apply(value, target, values);
      },
    });
  }

  #watchStatement<Statement extends object>(statement: Statement, sql: string): Statement {
    return new Proxy(statement, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key);
        if (typeof value !== "function") return value;
        const isRun = key === "run" || key === "get" || key === "all";
        return (...values: unknown[]): unknown => {
          if (isRun && sql !== "ROLLBACK") this.#step();
          return Reflect.apply(value, target, values);
        };
      },
    });
  }

  #step(): void {
    if (this.#left === undefined) return;
    this.#left -= 1;
    if (this.#left <= 0) throw Object.assign(new Error("injected"), { code: "SQLITE_IOERR_WRITE" });
  }
}
