import { expect, test } from "bun:test";
import { accountId } from "#core/lib/ids.ts";
import { dayMs, later } from "#core/lib/millis.ts";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { createPlainCodec } from "./codec.ts";
import { openMemoryDatabase } from "./open-memory-database.ts";
import { openSqliteStore } from "./open-sqlite-store.ts";

test("what has lost its meaning is cleared in passing: full buckets, old receipts, reservations, budgets", async () => {
  const clock = new VirtualClock(Date.UTC(2026, 10, 22));
  const run = async <T>(work: Promise<T>): Promise<T> => {
    await clock.settle();
    return await work;
  };
  const database = openMemoryDatabase();
  const { store } = openSqliteStore({
    database,
    clock,
    random: new SeededRandom(1),
    codec: createPlainCodec(new Uint8Array(32)),
    log: createQuietLog(),
    leaseMs: 30_000,
  });
  const counts = () =>
    ["bucket", "early_status", "reservation", "budget"].map((table) =>
      Number(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()),
    );
  const pace = { everyMs: 1_000, burst: 1 };
  const spend = { key: "ani", cap: 9, amount: 1, periodAt: clock.now() } as const;
  const takes = [
    { kind: "pace", key: "old", pace },
    { kind: "budget", ...spend },
  ] as const;
  const account = accountId("whatsapp");
  const status = { account, vendorId: "v-1", status: "sent", at: clock.now() } as const;
  await run(store.reserve({ id: "r-1", takes }, clock.now()));
  await run(store.applyStatuses([status], clock.now()));
  expect(counts()).toEqual([1, 1, 1, 1]);
  clock.jump(later(clock.now(), 31 * dayMs));
  await run(store.applyStatuses([], clock.now()));
  expect(counts()).toEqual([0, 0, 0, 1]);
  clock.jump(later(clock.now(), 60 * dayMs));
  await run(store.applyStatuses([], clock.now()));
  expect(counts()).toEqual([0, 0, 0, 0]);
});
