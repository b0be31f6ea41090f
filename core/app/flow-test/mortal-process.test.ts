import { describe, expect, test } from "bun:test";
import { accountId } from "#core/lib/ids.ts";
import { toMillis } from "#core/lib/millis.ts";
import type { NewEvent } from "#core/model/event.ts";
import type { Net } from "#core/model/ports/net.ts";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { openMemoryDatabase } from "#core/store/open-memory-database.ts";
import { createMortalProcess } from "./mortal-process.ts";
import { openMemoryStore } from "./simulated-bot.ts";

const net: Net = { request: () => Promise.resolve({ kind: "unsent", reason: "no network" }) };
const at = toMillis(1_000);

function makeEvent(name: string): NewEvent {
  const account = accountId("whatsapp");
  const body = { kind: "account", field: name, value: name } as const;
  return { account, dedupeKey: name, occurredAt: at, receivedAt: at, body };
}

/** A process on a database, and how many events the next one finds there. */
function makeWorld() {
  const clock = new VirtualClock(at);
  const ports = { clock, random: new SeededRandom(1), log: createQuietLog() };
  const database = openMemoryDatabase();
  const opened = openMemoryStore(database, ports);
  const abandon = () => opened.abandon();
  const process = createMortalProcess({ clock, store: opened.store, net, abandon });
  return {
    clock,
    process,
    countLeft: async () => {
      const next = openMemoryStore(database, ports);
      return (await next.records.events({ kind: "account", limit: 100 })).length;
    },
  };
}

/** "answered" or "silence", once everything that can happen has happened. */
async function hear(clock: VirtualClock, work: Promise<unknown>): Promise<string> {
  let heard = "silence";
  void work.then(() => {
    heard = "answered";
  });
  await clock.settle();
  return heard;
}

describe("death at a planned write", () => {
  test.each([
    [0, ["silence", "silence"], 0],
    [1, ["silence", "silence"], 1],
    [2, ["answered", "silence"], 1],
    [3, ["answered", "silence"], 2],
    [4, ["answered", "answered"], 2],
  ])("at point %p the answers are %p and %p events are left", async (point, answers, left) => {
    const { clock, process, countLeft } = makeWorld();
    process.dieAt(point);
    const first = await hear(clock, process.store.ingest([makeEvent("a")]));
    const second = await hear(clock, process.store.ingest([makeEvent("b")]));
    expect([first, second]).toEqual(answers);
    expect(process.isAlive).toBe(point === 4);
    process.kill();
    expect(await countLeft()).toBe(left);
  });

  test("reading does not count", async () => {
    const { clock, process } = makeWorld();
    process.dieAt(0);
    expect(await hear(clock, process.store.stats())).toBe("answered");
  });
});

test("a dead process runs no timer, sends nothing and writes nothing", async () => {
  const { clock, process, countLeft } = makeWorld();
  const happened: string[] = [];
  process.clock.after(10, () => happened.push("timer"));
  process.clock.soon(() => happened.push("soon"));
  process.kill();
  await clock.advance(100);
  expect(happened).toEqual([]);
  const request = { method: "GET", url: "x", headers: {}, timeoutMs: 1, maxBytes: 1 } as const;
  expect(await hear(clock, process.net.request(request))).toBe("silence");
  expect(await hear(clock, process.store.ingest([makeEvent("a")]))).toBe("silence");
  expect(await hear(clock, process.death)).toBe("answered");
  expect(await countLeft()).toBe(0);
});
