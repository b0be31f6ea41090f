import { expect, test } from "bun:test";
import { accountId } from "#core/lib/ids.ts";
import type { PurposeRule } from "#core/model/consent.ts";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { createPlainCodec } from "#core/store/codec.ts";
import { openMemoryDatabase } from "#core/store/open-memory-database.ts";
import { openSqliteStore } from "#core/store/open-sqlite-store.ts";
import { createConsentDesk } from "./consent-desk.ts";

const people = 1_000;

test("a long file shares its commits, and one person's lines keep their order", async () => {
  const clock = new VirtualClock(Date.UTC(2026, 10, 30));
  /** Each is a commit: the writes of one turn share it. */
  let turns = 0;
  const { records } = openSqliteStore({
    database: openMemoryDatabase(),
    clock: {
      now: () => clock.now(),
      after: (delayMs, task) => clock.after(delayMs, task),
      soon(task) {
        turns += 1;
        clock.soon(task);
      },
    },
    random: new SeededRandom(1),
    log: createQuietLog(),
    codec: createPlainCodec(new Uint8Array(32)),
    leaseMs: 30_000,
  });
  const channel = { account: accountId("shop"), kind: "test" };
  const rule: PurposeRule = { basis: "ask", expiresMs: undefined, needs: undefined };
  const purposes = new Map([["marketing", rule]]);
  const desk = createConsentDesk({ records, channels: [channel], purposes, clock });
  const head = "person,purpose,at,wording,evidence,answer";
  const lines = Array.from({ length: people }, (_, index) => [
    `62812000${1_000 + index},marketing,2026-03-01,w,e,yes`,
    `62812000${1_000 + index},marketing,2026-03-01,w,e,yes`,
    `62812000${1_000 + index},marketing,2026-04-01,w,e,no`,
  ]);
  const file = { name: "optins.csv", text: [head, ...lines.flat()].join("\n"), isTrial: false };
  const importing = desk.import(file);
  let isOver = false;
  void importing.finally(() => {
    isOver = true;
  });
  while (!isOver) await clock.settle();
  const done = await importing;
  expect(done.map(({ line }) => line)).toEqual(done.map((_, index) => index + 2));
  const outcomes = Object.groupBy(done, ({ outcome }) => outcome);
  expect([outcomes.written?.length, outcomes.known?.length]).toEqual([2 * people, people]);
  expect(turns).toBeLessThan(100);
  const [first] = await records.contactsAt("628120001000");
  expect(first?.consents?.["marketing"]?.answer).toBe("no");
});
