import { beforeEach, expect, test } from "bun:test";
import Sqlite, { type Database } from "better-sqlite3";
import { accountId, type ContactId } from "#core/lib/ids.ts";
import type { Address } from "#core/model/identity.ts";
import type { Claim } from "#core/model/plan.ts";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { createPlainCodec } from "./codec.ts";
import type { ErasureEntry, ErasureList } from "./erasure-list.ts";
import { type OpenStore, openSqliteStore } from "./open-sqlite-store.ts";

const codec = createPlainCodec(new Uint8Array(32));
const phone: Address = { kind: "phone", value: "628120000001" };
const user: Address = { kind: "user_id", value: "ID.ANI" };

/** A list whose file is written although the write after it is not. */
class TornList implements ErasureList {
  readonly #entries: ErasureEntry[] = [];
  isTorn = false;

  entries(): readonly ErasureEntry[] {
    return this.#entries;
  }

  append(entry: ErasureEntry): void {
    this.#entries.push(entry);
    if (this.isTorn) throw new Error("the disk is full");
  }
}

let clock: VirtualClock;
let database: Database;
let list: TornList;
let count = 0;
beforeEach(() => {
  clock = new VirtualClock(Date.UTC(2026, 10, 22));
  database = new Sqlite(":memory:");
  list = new TornList();
});

function open(): OpenStore {
  count += 1;
  const ports = { clock, random: new SeededRandom(count), codec, log: createQuietLog() };
  return openSqliteStore({ ...ports, database, erasures: list, leaseMs: 30_000 });
}

async function run<T>(work: Promise<T>): Promise<T> {
  await clock.settle();
  return await work;
}

/** A message of whoever has these addresses, in which they say STOP or START. */
async function say(
  { store }: OpenStore,
  addresses: readonly Address[],
  kind?: "stopped" | "started",
): Promise<Claim["contact"]> {
  count += 1;
  await clock.advance(1_000);
  const at = clock.now();
  const sender = { scope: "whatsapp", addresses };
  const message = { kind: "text", id: `wamid.${count}`, text: "halo" } as const;
  const body = { kind: "message", message, sender } as const;
  const event = { account: accountId("shop"), dedupeKey: message.id, sender, body };
  await run(store.ingest([{ ...event, occurredAt: at, receivedAt: at }]));
  const [claim] = await run(store.claim(1, at));
  if (claim === undefined) throw new Error("nobody wrote");
  const marks = claim.events.map(({ id }) => ({ event: id, state: "done" }) as const);
  const plan = { marks, runs: [], sends: [], activities: [], timers: [], history: [] };
  const change = kind === undefined ? {} : { contact: { stop: { kind, at } } };
  await run(store.commit(claim, { ...plan, ...change }));
  return claim.contact;
}

async function failToErase({ records }: OpenStore, id: ContactId): Promise<void> {
  list.isTorn = true;
  const erasing = records.eraseContact(id).catch(() => "failed");
  expect(await run(erasing)).toBe("failed");
  list.isTorn = false;
}

test("a STOP that is said after an erasure failed outlives the erasure that is done at the next start", async () => {
  const before = open();
  const ani = await say(before, [phone]);
  await failToErase(before, ani.id);
  await say(before, [phone], "stopped");
  const stoppedAt = clock.now();
  // Another erasure says how long the list is.
  const budi = await say(before, [{ kind: "phone", value: "628120000002" }]);
  await run(before.records.eraseContact(budi.id));
  before.abandon();

  const after = open();
  expect(after.erasedAgain).toBe(1);
  const again = await say(after, [phone]);
  expect(again.id).not.toBe(ani.id);
  expect(again.stoppedAt).toBe(stoppedAt);
});

test("a START that is said after an erasure failed holds after it", async () => {
  const before = open();
  const ani = await say(before, [phone], "stopped");
  await failToErase(before, ani.id);
  await say(before, [phone], "started");
  before.abandon();
  const after = open();
  expect(after.erasedAgain).toBe(1);
  expect((await say(after, [phone])).stoppedAt).toBeUndefined();
});

test("who turns out to be the person after an erasure failed goes with them, whatever is restored", async () => {
  const before = open();
  const byPhone = await say(before, [phone]);
  const ani = await say(before, [user]);
  await failToErase(before, ani.id);
  await say(before, [user, phone]);
  before.abandon();
  const backup = database.serialize();
  for (const restored of [undefined, backup]) {
    if (restored !== undefined) database = new Sqlite(restored);
    const after = open();
    expect(after.erasedAgain).toBe(2);
    expect(await run(after.records.contact(byPhone.id))).toBeUndefined();
    expect(await run(after.records.contacts(undefined, 10))).toEqual([]);
    after.abandon();
  }
});

test("whoever is erased at a start is an open erasure, with an audit line", async () => {
  const before = open();
  const ani = await say(before, [user, phone]);
  await failToErase(before, ani.id);
  expect(await run(before.records.openErasures())).toEqual([]);
  before.abandon();
  const { records } = open();
  const [erasure] = await run(records.openErasures());
  expect(erasure).toMatchObject({ contacts: [ani.id], addresses: [user, phone] });
  expect(await run(records.audit(1))).toMatchObject([{ what: "contact.erased-again" }]);
  await run(records.closeErasure(erasure?.id ?? 0));
  expect(await run(records.openErasures())).toEqual([]);
});
