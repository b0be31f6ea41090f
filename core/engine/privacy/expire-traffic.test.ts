import { expect, test } from "bun:test";
import { accountId } from "#core/lib/ids.ts";
import { dayMs, later } from "#core/lib/millis.ts";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { createPlainCodec } from "#core/store/codec.ts";
import { openMemoryDatabase } from "#core/store/open-memory-database.ts";
import { openSqliteStore } from "#core/store/open-sqlite-store.ts";
import { expireTraffic } from "./expire-traffic.ts";

const account = accountId("shop");

test("what was said goes when its time is over, raw updates sooner, and what waits stays", async () => {
  const clock = new VirtualClock(Date.UTC(2026, 10, 22));
  const log = createQuietLog();
  const ports = { clock, random: new SeededRandom(1), log, leaseMs: 60_000 };
  const database = openMemoryDatabase();
  const codec = createPlainCodec(new Uint8Array(32));
  const { store, records } = openSqliteStore({ ...ports, database, codec });
  const run = async <Value>(work: Promise<Value>): Promise<Value> => {
    await clock.settle();
    return await work;
  };
  /** More than one lot, so that a mark is gone on from. */
  const people = 250;
  const ingest = async (name: string) => {
    const sender = { scope: "x", addresses: [{ kind: "user_id" as const, value: name }] };
    const message = { kind: "text" as const, id: `m.${name}`, text: name };
    const body = { kind: "message" as const, message, sender };
    const times = { occurredAt: clock.now(), receivedAt: clock.now() };
    await run(store.ingest([{ account, dedupeKey: name, sender, body, raw: "{}", ...times }]));
  };
  for (let index = 0; index < people; index += 1) await ingest(`old ${index}`);
  await ingest("waits");
  const claims = await run(store.claim(people + 1, clock.now()));
  for (const claim of claims) {
    const [event] = claim.events;
    if (event?.body.kind !== "message" || event.body.sender.addresses[0]?.value === "waits")
      continue;
    const marks = [{ event: event.id, state: "done" as const }];
    const history = [{ at: clock.now(), what: "run.ended" }];
    await run(
      store.commit(claim, { marks, runs: [], sends: [], activities: [], timers: [], history }),
    );
  }
  const counts = async () => {
    const events = await run(records.events({ limit: 1_000 }));
    return [events.length, events.filter(({ raw }) => raw !== undefined).length];
  };
  const expiry = expireTraffic({ records, clock, log, messagesMs: 5 * dayMs, rawMs: 2 * dayMs });
  expiry.start();
  await clock.settle();
  expect(await counts()).toEqual([people + 1, people + 1]);
  await clock.advance(3 * dayMs + 1);
  expect(await counts()).toEqual([people + 1, 1]);
  await clock.advance(3 * dayMs);
  expect(await counts()).toEqual([1, 1]);
  const [conversation] = await run(records.conversations(1));
  expect(conversation).toBeDefined();
  expect(await run(records.expireTraffic("history", later(clock.now(), 1), undefined, 10))).toEqual(
    {
      removed: 0,
      next: undefined,
    },
  );
  expiry.stop();
  await run(store.close());
});
