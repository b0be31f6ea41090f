import { afterEach, beforeEach, expect, test } from "bun:test";
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accountId } from "#core/lib/ids.ts";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { openErasureList } from "./erasure-list.ts";
import { openKeyRing } from "./key-ring.ts";
import { openReadOnlyRecords } from "./open-read-only.ts";
import { type OpenStore, openSqliteStore } from "./open-sqlite-store.ts";
import { createSealedCodec } from "./sealed-codec.ts";

const bytes = (byte: number) => new Uint8Array(32).fill(byte);
const clock = new VirtualClock(Date.UTC(2026, 10, 22));
let log = createQuietLog();
let folder = "";
let count = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-keys-"));
  log = createQuietLog();
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);
const erasures = () => openErasureList(at("erased.jsonl"));

function openCodec(isReadOnly = false) {
  count += 1;
  const random = new SeededRandom(count);
  const ring = openKeyRing({ file: at("keys.db"), masterKey: bytes(1), random, isReadOnly });
  return createSealedCodec({ lookupKey: bytes(2), ownKey: bytes(3), ring });
}

function open(): OpenStore {
  const ports = { clock, random: new SeededRandom(count), log, leaseMs: 30_000 };
  return openSqliteStore({
    ...ports,
    file: at("sapa.db"),
    codec: openCodec(),
    erasures: erasures(),
  });
}

async function run<T>(work: Promise<T>): Promise<T> {
  await clock.settle();
  return await work;
}

async function meet({ store, records }: OpenStore, name: string) {
  const sender = { scope: "x", addresses: [{ kind: "user_id", value: name } as const] };
  const body = { kind: "identity", sender } as const;
  const times = { occurredAt: clock.now(), receivedAt: clock.now() };
  await run(
    store.ingest([{ account: accountId("shop"), dedupeKey: name, sender, body, ...times }]),
  );
  return (await run(records.contacts(undefined, 9))).at(-1)?.id;
}

const close = ({ store }: OpenStore) => run(store.close());

test("a start without the keys of its people is refused, makes none, and goes on once they are back", async () => {
  const first = open();
  await meet(first, "ani");
  await close(first);
  renameSync(at("keys.db"), at("kept.db"));
  expect(open).toThrow(`the keys of the people in this database are not in ${at("keys.db")}`);
  const look = () => openReadOnlyRecords(at("sapa.db"), openCodec(true), clock, erasures());
  expect(look).toThrow(expect.objectContaining({ code: "STORE_KEYS_MISSING" }));
  expect(["keys.db", "keys.db-wal", "keys.db-shm"].filter((name) => existsSync(at(name)))).toEqual(
    [],
  );
  renameSync(at("kept.db"), at("keys.db"));
  const second = open();
  const [ani] = await run(second.records.contacts(undefined, 9));
  expect(ani?.addresses).toMatchObject([{ value: "ani" }]);
  await close(second);
});

test("an older copy of the keys is told of, and what it has goes on", async () => {
  const first = open();
  await meet(first, "ani");
  await close(first);
  cpSync(at("keys.db"), at("yesterday.db"));
  const second = open();
  // More people than there are keys made ahead.
  for (let index = 0; index < 40; index += 1) await meet(second, `budi ${index}`);
  await close(second);
  rmSync(at("keys.db"));
  renameSync(at("yesterday.db"), at("keys.db"));
  const third = open();
  const [missing] = log.lines.filter(({ event }) => event === "store.keys-missing");
  expect(missing?.fields).toMatchObject({ file: at("keys.db") });
  await close(third);
});

test("whoever was erased needs no key", async () => {
  const first = open();
  const ani = await meet(first, "ani");
  await close(first);
  cpSync(at("sapa.db"), at("yesterday.db"));
  const second = open();
  if (ani === undefined) throw new Error("nobody is there");
  expect(await run(second.records.eraseContact(ani))).toBe(true);
  await close(second);
  rmSync(at("sapa.db"));
  renameSync(at("yesterday.db"), at("sapa.db"));
  const third = open();
  expect(third.erasedAgain).toBe(1);
  await close(third);
});
