import { beforeEach, describe, expect, test } from "bun:test";
import type { BotConfig } from "#core/config/bot-schema.ts";
import { botSchema } from "#core/config/bot-schema.ts";
import { createMedia } from "#core/engine/media/create-media.ts";
import { createIdSource } from "#core/lib/id-source.ts";
import { accountId, effectId, revisionId, runId } from "#core/lib/ids.ts";
import { dayMs } from "#core/lib/millis.ts";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { createPlainCodec } from "#core/store/codec.ts";
import { createMemoryFiles } from "#core/store/memory-files.ts";
import { openMemoryDatabase } from "#core/store/open-memory-database.ts";
import { type OpenStore, openSqliteStore } from "#core/store/open-sqlite-store.ts";
import { createChores } from "./create-chores.ts";

const account = accountId("shop");
const startAt = Date.UTC(2026, 10, 22);
let clock: VirtualClock;
let opened: OpenStore;
beforeEach(() => {
  clock = new VirtualClock(startAt);
  const ports = { clock, random: new SeededRandom(1), log: createQuietLog(), leaseMs: 60_000 };
  const codec = createPlainCodec(new Uint8Array(32));
  opened = openSqliteStore({ ...ports, database: openMemoryDatabase(), codec });
});

async function run<T>(work: Promise<T>): Promise<T> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  work.then(over, over);
  while (!isOver) await clock.settle();
  return await work;
}

function configOf(retention: object, purposes: object = {}): BotConfig {
  const bot = { bot: "kopi", format: 1, name: "Kopi", locales: ["en"] };
  const channels = { shop: { plugin: "test" } };
  return botSchema.parse({ ...bot, channels, consent: { tell: "elsewhere" }, retention, purposes });
}

/** One row of every kind that is kept for a time; gives how many of each are there. */
async function fill(files: ReturnType<typeof createMemoryFiles>) {
  const { store, records } = opened;
  const sender = { scope: "x", addresses: [{ kind: "user_id", value: "ani" } as const] };
  const message = { kind: "text", id: "m.1", text: "halo" } as const;
  const body = { kind: "message", message, sender } as const;
  const now = clock.now();
  const times = { occurredAt: now, receivedAt: now };
  await run(store.ingest([{ account, dedupeKey: "1", sender, body, raw: "{}", ...times }]));
  const [claim] = await run(store.claim(1, now));
  const event = claim?.events[0]?.id;
  if (claim === undefined || event === undefined) throw new Error("nobody wrote");
  const newId = createIdSource(
    () => now,
    (count) => new SeededRandom(2).bytes(count),
  );
  const its = { flow: "order", revision: revisionId("0123abcd"), trigger: "message", position: [] };
  const none = { slots: {}, locals: {}, sequence: 1 };
  const ended = { id: runId(newId()), ...its, ...none, state: "ended", startedAt: now } as const;
  const send = { effect: effectId("e:1"), class: "reply", purpose: "service" } as const;
  await run(
    store.commit(claim, {
      marks: [{ event, state: "done" }],
      runs: [ended],
      sends: [{ ...send, message: { kind: "text", text: "halo" } }],
      activities: [],
      timers: [],
      history: [{ at: now, what: "run.ended" }],
    }),
  );
  const [due] = await run(store.claimSends(1, now, [account]));
  if (due === undefined) throw new Error("nothing is due");
  await run(store.startSend(due, { kind: "block", reason: "stopped" }, now));
  const conversation = claim.conversation.id;
  const tokens = { inputTokens: 1, cachedTokens: 0, outputTokens: 1, costMicroUsd: 1 };
  const asked = { flow: "order", effect: effectId("e:2"), provider: "p", model: "m", ms: 1 };
  const usage = { at: now, day: "2026-11-22", account, conversation, outcome: "answered" } as const;
  await run(records.putAiUsage({ ...usage, ...asked, ...tokens, isTold: true }));
  const file = await files.put(Buffer.from("photo"), "image/png");
  await run(records.noteFile(file, now));
  await run(records.putMedia({ event, conversation, kind: "image", state: "kept", file, at: now }));
  return async () => {
    const events = await run(records.events({ limit: 9 }));
    const media = await run(records.media({ limit: 9 }));
    const left = {
      raw: events.filter(({ raw }) => raw !== undefined).length,
      messages: events.length,
      sends: (await run(records.sends({ limit: 9 }))).length,
      runs: (await run(records.runs(conversation))).length,
      history: (await run(records.history(conversation, 9))).length,
      media: media.filter(({ state }) => state === "kept").length,
      files: (await files.read(file.sha256)) === undefined ? 0 : 1,
      ai: (await run(records.aiUsage({ limit: 9 }))).length,
    };
    return Object.entries(left).flatMap(([kind, count]) => (count > 0 ? [kind] : []));
  };
}

async function start(config: BotConfig) {
  const files = createMemoryFiles(1_000);
  const there = await fill(files);
  const log = createQuietLog();
  const { records } = opened;
  const channels = new Map();
  const ports = { records, channels, clock, random: new SeededRandom(3), log };
  const media = createMedia({
    ...ports,
    files,
    maxBytes: 1_000,
    keepsMs: config.retention.mediaMs,
  });
  const chores = createChores(config, { ...ports, media, dataFolder: "/nowhere" });
  chores.start();
  await clock.settle();
  return there;
}

const all = ["raw", "messages", "sends", "runs", "history", "media", "files", "ai"];
const talk = ["messages", "sends", "runs", "history"];

describe("every kind of data goes when its own time is over", () => {
  test("and none before", async () => {
    const there = await start(configOf({ raw: "5d", ai: "10d", media: "15d", messages: "20d" }));
    const ends: [days: number, left: readonly string[]][] = [
      [4, all],
      [6, all.filter((kind) => kind !== "raw")],
      [11, [...talk, "media", "files"]],
      [16, talk],
      [19, talk],
      [21, []],
    ];
    for (const [days, left] of ends) {
      await clock.advance(startAt + days * dayMs + 1 - clock.now());
      expect([days, await there()]).toEqual([days, [...left]]);
    }
  });

  test("where the purpose of service says how long, that counts for what was said", async () => {
    const purposes = { service: { basis: "notice", keeps: "3d" } };
    const there = await start(configOf({ messages: "20d" }, purposes));
    await clock.advance(5 * dayMs);
    expect(await there()).toEqual(["media", "files", "ai"]);
  });
});
