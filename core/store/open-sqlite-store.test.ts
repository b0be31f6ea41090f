import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import { accountId, effectId, revisionId, runId, timerId } from "#core/lib/ids.ts";
import { later } from "#core/lib/millis.ts";
import type { NewEvent } from "#core/model/event.ts";
import type { Claim, CommitPlan } from "#core/model/plan.ts";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { createPlainCodec } from "./codec.ts";
import { type FilePlace, type OpenPlace, openSqliteStore } from "./open-sqlite-store.ts";

const codec = createPlainCodec(new Uint8Array(32));
const account = accountId("whatsapp");
let folder = "";
let file = "";
let clock: VirtualClock;
let log = createQuietLog();
let count = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-store-"));
  file = join(folder, "data", "sapa.db");
  clock = new VirtualClock(Date.UTC(2026, 10, 22));
  log = createQuietLog();
});
afterEach(() => rmSync(folder, { recursive: true }));

function open(place: FilePlace | OpenPlace = { file }) {
  count += 1;
  return openSqliteStore({
    ...place,
    clock,
    random: new SeededRandom(count),
    codec,
    log,
    leaseMs: 30_000,
  });
}

async function run<T>(work: Promise<T>): Promise<T> {
  await clock.settle();
  return await work;
}

function message(person: string, text: string): NewEvent {
  count += 1;
  const id = `wamid.${count}`;
  const phone = { kind: "phone", value: `62${person}` } as const;
  const sender = { scope: "whatsapp", addresses: [phone], name: `Name of ${person}` };
  return {
    account,
    dedupeKey: id,
    sender,
    occurredAt: clock.now(),
    receivedAt: clock.now(),
    body: { kind: "message", message: { kind: "text", id, text }, sender },
    raw: JSON.stringify({ text }),
  };
}

function planOf(claim: Claim, change: Partial<CommitPlan> = {}): CommitPlan {
  const marks = claim.events.map(({ id }) => ({ event: id, state: "done" }) as const);
  return { marks, runs: [], sends: [], activities: [], timers: [], history: [], ...change };
}

describe("a file", () => {
  test("is made with its folder, for its owner alone, and holds what was stored", async () => {
    const first = open();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await run(first.store.ingest([message("1", "halo")]));
    await run(first.store.close());
    expect(readdirSync(join(folder, "data"))).toEqual(["sapa.db"]);
    const second = open();
    expect(await run(second.store.claim(1, clock.now()))).toHaveLength(1);
    await run(second.store.close());
  });

  test("holds what was asked for right before its store was closed", async () => {
    const first = open();
    const ingesting = first.store.ingest([message("1", "last")]);
    await run(Promise.all([ingesting, first.store.close()]));
    const second = open();
    expect(await run(second.store.claim(1, clock.now()))).toHaveLength(1);
    await run(second.store.close());
  });

  test("is one store's at a time", async () => {
    const first = open();
    expect(() => open()).toThrow(`process ${process.pid} has this database open`);
    await run(first.store.close());
    await run(open().store.close());
  });

  test("is checked after a store that did not close, and a damaged one is not served", async () => {
    const first = open();
    for (let index = 0; index < 300; index += 1) {
      void first.store.ingest([message(`${index}`, "x".repeat(2_000))]);
    }
    await run(first.store.stats());
    first.abandon();
    const second = open();
    expect(log.lines.map(({ event }) => event)).toContain("store.checked");
    second.abandon();
    const bytes = readFileSync(file);
    bytes.fill(0xab, 4_096 * 20, 4_096 * 60);
    writeFileSync(file, bytes);
    expect(() => open()).toThrow("the database is damaged");
    expect(() => open()).toThrow("the database is damaged");
  });

  test("that is no database is refused, and left as it is", () => {
    open().abandon();
    writeFileSync(file, "hello ".repeat(2_000));
    expect(() => open()).toThrow("the database is damaged");
    expect(readFileSync(file, "utf8")).toStartWith("hello");
  });

  test("that was written under another key is refused, and opens with its own", async () => {
    await run(open().store.close());
    const other = createPlainCodec(new Uint8Array(32).fill(1));
    const options = { file, clock, random: new SeededRandom(1), codec: other, log, leaseMs: 1 };
    expect(() => openSqliteStore(options)).toThrow("another secret key");
    await run(open().store.close());
  });
});

test("ids go on growing when the clock was set back between two starts", async () => {
  const database = new Sqlite(":memory:");
  const idsOf = async () => {
    const { records, abandon, store } = open({ database });
    await run(store.ingest([message("1", "a"), message("2", "b")]));
    const events = await run(records.events({ limit: 2 }));
    abandon();
    return events.map(({ id }) => id).toReversed();
  };
  const before = await idsOf();
  clock.jump(Date.UTC(2026, 10, 21));
  const after = await idsOf();
  const all: readonly string[] = [...before, ...after];
  expect(all).toEqual(all.toSorted());
});

test("a full disk refuses, loses nothing that was answered, and works again without a restart", async () => {
  const database = new Sqlite(":memory:");
  const { store, records } = open({ database });
  await run(store.ingest([message("1", "before")]));
  const pages = Number(database.pragma("page_count", { simple: true }));
  database.pragma(`max_page_count = ${pages + 2}`);
  const big = () => message("1", "x".repeat(60_000));
  const refused = await run(Promise.allSettled([store.ingest([big()]), store.ingest([big()])]));
  const unavailable = expect.objectContaining({ code: "STORE_UNAVAILABLE", retry: "later" });
  expect(refused).toEqual([
    { status: "rejected", reason: unavailable },
    { status: "rejected", reason: unavailable },
  ]);
  expect(await run(records.events({ limit: 10 }))).toHaveLength(1);
  database.pragma("max_page_count = 100000");
  expect(await run(store.ingest([big()]))).toEqual(["new"]);
  expect((await run(store.claim(1, clock.now())))[0]?.events).toHaveLength(2);
});

test("below the wanted free space events are refused and everything else goes on", async () => {
  let freeBytes = 1_000_000;
  const { store } = open({ file, minFreeBytes: 500_000, freeBytes: () => freeBytes });
  await run(store.ingest([message("1", "halo")]));
  const [claim] = await run(store.claim(1, clock.now()));
  freeBytes = 400_000;
  await clock.advance(1_000);
  const refused = store.ingest([message("1", "more")]).catch((error: unknown) => error);
  expect(await run(refused)).toMatchObject({ code: "STORE_UNAVAILABLE" });
  expect((await run(store.stats())).refusal).toBe("the data disk is almost full");
  if (claim === undefined) throw new Error("no claim");
  expect(await run(store.commit(claim, planOf(claim)))).toBe("ok");
  freeBytes = 500_000;
  await clock.advance(1_000);
  expect(await run(store.ingest([message("1", "more")]))).toEqual(["new"]);
  expect((await run(store.stats())).refusal).toBeUndefined();
  await run(store.close());
});

test("a backup made while the store is written to is whole, one file, and opens", async () => {
  const { store, records } = open();
  for (let index = 0; index < 200; index += 1) void store.ingest([message(`${index % 7}`, "a")]);
  await run(store.stats());
  const copy = join(folder, "copy.db");
  let isDone = false;
  const backup = store.backup(copy).then(() => {
    isDone = true;
  });
  while (!isDone) await run(store.ingest([message("1", "meanwhile")]));
  await backup;
  expect(readdirSync(folder).toSorted()).toEqual(["copy.db", "data"]);
  const restored = open({ file: copy });
  const there = await run(restored.records.events({ limit: 10_000 }));
  const here = await run(records.events({ limit: 10_000 }));
  expect(there.length).toBeGreaterThanOrEqual(200);
  expect(there.length).toBeLessThanOrEqual(here.length);
  await run(restored.store.close());
  await run(store.close());
});

test("a backup that fails says so and keeps the older one", async () => {
  const { store } = open();
  const copy = join(folder, "copy.db");
  writeFileSync(copy, "older");
  const nowhere = store.backup(join(folder, "nowhere", "copy.db")).catch((error: unknown) => error);
  expect(await run(nowhere)).toMatchObject({ code: "STORE_BACKUP_FAILED" });
  expect(readFileSync(copy, "utf8")).toBe("older");
  await run(store.close());
});

describe("an erasure", () => {
  const secret = "kopi-rahasia-4711";
  const phone = "81299887766";

  /** A turn of the person that leaves a row in every table that can hold one. */
  async function leaveTraces({ store, records }: ReturnType<typeof open>) {
    await run(store.ingest([message(phone, secret), message("5", "others stay")]));
    const [ani, other] = await run(store.claim(2, clock.now()));
    if (ani === undefined || other === undefined) throw new Error("no claim");
    const at = clock.now();
    const run1 = runId("run-1");
    const slots = { drink: secret };
    const sequence = { position: [], locals: {}, sequence: 1, startedAt: at };
    const running = { id: run1, flow: "f", revision: revisionId("0"), trigger: "message" };
    const plan = planOf(ani, {
      contact: { profile: { drink: secret }, tags: [secret] },
      runs: [{ ...running, ...sequence, state: "resting", slots }],
      history: [{ at, what: "run.started", data: secret }],
      timers: [{ id: timerId("t-1"), run: run1, wait: secret, dueAt: later(at, 9_000) }],
      activities: [
        {
          effect: effectId("run-1:1"),
          run: run1,
          request: { port: "action", name: "buy", input: secret },
          timeoutMs: 1_000,
        },
      ],
      sends: [
        {
          effect: effectId("run-1:2"),
          message: { kind: "text", text: `about ${secret}` },
          class: "reply",
          purpose: "service",
        },
      ],
    });
    await run(store.commit(ani, plan));
    await run(store.commit(other, planOf(other, { history: [{ at, what: "others.stay" }] })));
    const [send] = await run(store.claimSends(1, at, [account]));
    if (send === undefined) throw new Error("no send");
    await run(store.startSend(send, { kind: "send", takes: [] }, at));
    await run(store.sendResult(send, { kind: "accepted", vendorId: `wamid.${phone}` }, at));
    const consent = { contact: ani.contact.id, purpose: "news", answer: "yes", at } as const;
    await run(records.appendConsent({ ...consent, wording: secret, source: "api" }));
    await run(store.ingest([message(phone, `again ${secret}`)]));
    return ani;
  }

  test("leaves no word of the person in any file", async () => {
    const opened = open();
    const { contact } = await leaveTraces(opened);
    const holding = () =>
      readdirSync(join(folder, "data")).filter((name) => {
        const text = readFileSync(join(folder, "data", name), "latin1");
        return text.includes(secret) || text.includes(phone);
      });
    expect(holding()).not.toEqual([]);
    expect(await run(opened.records.eraseContact(contact.id))).toBe(true);
    // This codec seals nothing: what networks are to forget is readable until they were told.
    for (const { id } of await run(opened.records.openErasures())) {
      await run(opened.records.closeErasure(id));
    }
    expect(holding()).toEqual([]);
    await run(opened.store.close());
    expect(holding()).toEqual([]);
  });

  test("leaves no row that names the person, in tables of today and of tomorrow", async () => {
    const database = new Sqlite(":memory:");
    const opened = open({ database });
    const { contact, conversation } = await leaveTraces(opened);
    const columns = database
      .prepare<[], { readonly table: string; readonly column: string }>(
        `SELECT tables.name AS "table", columns.name AS "column"
         FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
         WHERE tables.type = 'table' AND columns.name IN ('contact', 'conversation')`,
      )
      .all();
    const count = (id: string) =>
      columns.map(({ table, column }) =>
        database.prepare(`SELECT count(*) FROM ${table} WHERE ${column} = ?`).pluck().get(id),
      );
    expect(columns.length).toBeGreaterThan(7);
    const rowsOf = () => [...count(contact.id), ...count(conversation.id)].map(Number);
    expect(rowsOf().filter((rows) => rows > 0).length).toBeGreaterThanOrEqual(9);
    const everybody = database.prepare("SELECT count(*) FROM vendor_message").pluck();
    expect(everybody.get()).toBe(1);
    await run(opened.records.eraseContact(contact.id));
    expect(rowsOf().every((rows) => rows === 0)).toBe(true);
    expect(everybody.get()).toBe(0);
    expect(await run(opened.records.conversations(10))).toHaveLength(1);
  });
});

describe("the hot path", () => {
  let statements: string[] = [];
  let database: Database;
  beforeEach(() => {
    statements = [];
    database = new Sqlite(":memory:", { verbose: (sql) => statements.push(String(sql)) });
  });

  test("reads nothing back that it has just written", async () => {
    const { store } = open({ database });
    await run(store.ingest([message("1", "first")]));
    await run(store.commit(...(await claimed(store))));
    await run(store.ingest([message("1", "second")]));
    statements = [];
    const [claim] = await run(store.claim(10, clock.now()));
    expect(claim?.events).toHaveLength(1);
    expect(statements).toEqual([]);
  });

  test("claims at a cost that does not grow with what is stored", async () => {
    const { store, abandon } = open({ database });
    for (let index = 0; index < 2_000; index += 1) void store.ingest([message(`${index}`, "a")]);
    await run(store.stats());
    abandon();
    const next = open({ database });
    statements = [];
    expect(await run(next.store.claim(1, clock.now()))).toHaveLength(1);
    expect(statements.length).toBeLessThanOrEqual(5);
  });

  test("keeps bodies in memory up to a bound and reads the others from their rows", async () => {
    const { store } = open({ database });
    for (let index = 0; index < 300; index += 1) {
      void store.ingest([message(`${index}`, `${index} ${"x".repeat(65_000)}`)]);
    }
    await run(store.stats());
    const claims = await run(store.claim(300, clock.now()));
    const texts = claims.map(({ events }) => {
      const body = events[0]?.body;
      return body?.kind === "message" && body.message.kind === "text" ? body.message.text : "";
    });
    expect(texts.map((text) => Number.parseInt(text, 10))).toEqual([...texts.keys()]);
    expect(statements.some((sql) => sql.startsWith("SELECT body FROM event"))).toBe(true);
  });
});

async function claimed(store: ReturnType<typeof open>["store"]): Promise<[Claim, CommitPlan]> {
  const [claim] = await run(store.claim(1, clock.now()));
  if (claim === undefined) throw new Error("no claim");
  return [claim, planOf(claim, { conversation: { windowUntilAt: later(clock.now(), 1_000) } })];
}

test("a row that this program cannot read stops its own conversation and no other", async () => {
  const database = new Sqlite(":memory:");
  const before = open({ database });
  await run(before.store.ingest([message("1", "bad"), message("2", "good")]));
  before.abandon();
  database.prepare("UPDATE event SET body = '{}' WHERE body LIKE '%bad%'").run();
  const { store } = open({ database });
  const claims = await run(store.claim(10, clock.now()));
  expect(claims.map(({ contact }) => contact.name)).toEqual(["Name of 2"]);
  expect(log.lines).toContainEqual(expect.objectContaining({ event: "store.row-unreadable" }));
  expect(existsSync(file)).toBe(false);
});
