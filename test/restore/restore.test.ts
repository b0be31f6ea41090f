import { afterEach, beforeEach, expect, test } from "bun:test";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { accountId } from "#core/lib/ids.ts";
import { broadcastEffect } from "#core/model/broadcast.ts";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { createPlainCodec } from "#core/store/codec.ts";
import { noErasures } from "#core/store/erasure-list.ts";
import { openReadOnlyRecords } from "#core/store/open-read-only.ts";
import { type OpenStore, openSqliteStore } from "#core/store/open-sqlite-store.ts";
import { restoreBackup } from "#core/store/restore-backup.ts";

const testMs = 120_000;
const codec = createPlainCodec(new Uint8Array(32));
const clock = new VirtualClock(Date.UTC(2026, 10, 22));
/** A process that is killed after some steps of a restore. */
const child = join(import.meta.dir, "main.ts");

let root = "";
let seed = 0;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "sapa-restore-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function open(file: string): OpenStore {
  seed += 1;
  const ports = { clock, random: new SeededRandom(seed), log: createQuietLog(), leaseMs: 30_000 };
  return openSqliteStore({ ...ports, file, codec });
}

async function run<T>(work: Promise<T>): Promise<T> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  work.then(over, over);
  while (!isOver) await clock.settle();
  return await work;
}

async function meet({ store }: OpenStore, name: string): Promise<void> {
  const sender = { scope: "x", addresses: [{ kind: "user_id", value: name } as const] };
  const body = { kind: "identity", sender } as const;
  const times = { occurredAt: clock.now(), receivedAt: clock.now() };
  await run(
    store.ingest([{ account: accountId("shop"), dedupeKey: name, sender, body, ...times }]),
  );
}

async function peopleOf(file: string): Promise<readonly string[]> {
  const opened = open(file);
  const people = await run(opened.records.contacts(undefined, 9));
  await run(opened.store.close());
  return people.flatMap(({ addresses }) => addresses.map(({ value }) => value));
}

/** A data folder that a killed bot left, with a journal, and a backup of before its last person. */
async function leave(): Promise<{ readonly backup: string; readonly folder: string }> {
  const folder = join(root, "data");
  const file = join(folder, "sapa.db");
  const backup = join(root, "backup.db");
  const bot = open(file);
  await meet(bot, "ani");
  await run(bot.store.backup(backup));
  await meet(bot, "budi");
  await run(bot.store.close());
  // The journal of a kill has later pages of it, and not the first: without that, a damaged file has no journal to heal it.
  const later = new Sqlite(file);
  later.pragma("journal_mode = WAL");
  later.exec("UPDATE contact SET facts_version = 77");
  const left = join(root, "left");
  cpSync(folder, left, { recursive: true });
  later.close();
  writeFileSync(join(left, "sapa.db.lock"), "0 - dead\n");
  expect(existsSync(join(left, "sapa.db-wal"))).toBe(true);
  return { backup, folder: left };
}

async function killAfter(count: number, backup: string, file: string): Promise<number | null> {
  const command = [process.execPath, child, backup, file, String(count)];
  const { exited } = Bun.spawn(command, { stderr: "inherit" });
  return await exited;
}

function damageHeader(file: string): void {
  writeSync(openSync(file, "r+"), "not a database at all", 0);
}

/** What of the database, and of the journal that the old one had, is in a file. */
function look(file: string) {
  const db = new Sqlite(file, { readonly: true });
  const check = db.pragma("quick_check(1)", { simple: true });
  const later = db.prepare("SELECT count(*) FROM contact WHERE facts_version = 77").pluck().get();
  db.close();
  return { check, later };
}

for (const isDamaged of [false, true]) {
  test(
    `a restore over a ${isDamaged ? "damaged" : "sound"} database that is killed at any step is undone, or ends at the next start`,
    async () => {
      const { backup, folder } = await leave();
      const ends: ("old" | "new")[] = [];
      for (let count = 1; ; count += 1) {
        const data = join(root, `data ${count}`);
        const file = join(data, "sapa.db");
        cpSync(folder, data, { recursive: true });
        if (isDamaged) damageHeader(file);
        const code = await killAfter(count, backup, file);
        const wasReady = existsSync(`${file}.restoring`);
        if (wasReady) {
          expect(() => openReadOnlyRecords(file, codec, clock)).toThrow("a restore was cut off");
        }
        const people = await peopleOf(file).catch((error: unknown) => {
          // Nothing was done yet: it is as damaged as before, and a restore ends it.
          expect([isDamaged, error]).toEqual([
            true,
            expect.objectContaining({ code: "STORE_CORRUPT" }),
          ]);
          return undefined;
        });
        ends.push(people?.length === 1 ? "new" : "old");
        if (people !== undefined) {
          expect(people).toEqual(ends.at(-1) === "new" ? ["ani"] : ["ani", "budi"]);
        }
        if (ends.at(-1) === "new" && !isDamaged) {
          expect(look(`${file}.before-restore`)).toEqual({ check: "ok", later: 2 });
        }
        if (ends.at(-1) === "old") {
          const random = new SeededRandom(count);
          restoreBackup({ backup, file, codec, random, erasures: noErasures });
          expect(await peopleOf(file)).toEqual(["ani"]);
        }
        expect(readdirSync(data).filter((name) => name.includes("restoring"))).toEqual([]);
        expect(look(file)).toEqual({ check: "ok", later: 0 });
        if (code === 0) break;
        expect(code).not.toBe(1);
      }
      // It is undone until the copy stands ready, and ends from there on.
      expect(ends.length).toBeGreaterThan(7);
      expect(ends).toEqual(ends.toSorted((a, b) => (a === b ? 0 : a === "old" ? -1 : 1)));
      expect(ends.at(0)).toBe("old");
      expect(ends.at(-1)).toBe("new");
    },
    testMs,
  );
}

test("a restored database is its owner's alone, whatever its backup was", async () => {
  const { backup, folder } = await leave();
  expect(statSync(backup).mode & 0o777).toBe(0o600);
  const file = join(folder, "sapa.db");
  restoreBackup({ backup, file, codec, random: new SeededRandom(1), erasures: noErasures });
  const names = readdirSync(folder).filter((name) => name !== "sapa.db.lock");
  for (const name of names)
    expect([name, statSync(join(folder, name)).mode & 0o077]).toEqual([name, 0]);
});

test("a restored database sends nothing that was in its line, whatever that was", async () => {
  const file = join(root, "data", "sapa.db");
  const backup = join(root, "backup.db");
  const bot = open(file);
  for (const name of ["ani", "budi", "citra"]) await meet(bot, name);
  const claims = await run(bot.store.claim(9, clock.now()));
  const [ani, budi, citra] = claims.map(({ conversation }) => conversation.id);
  if (ani === undefined || budi === undefined || citra === undefined) throw new Error("nobody");
  const campaign = {
    effect: broadcastEffect("promo"),
    message: { kind: "text", text: "Half price" },
    class: "campaign",
    purpose: "marketing",
  } as const;
  const begun = { name: "promo", account: accountId("shop"), purpose: "marketing" };
  await run(
    bot.records.addBroadcast({ ...begun, file: "f", source: "s", by: "b", startedAt: clock.now() }),
  );
  const recipients = [ani, budi, citra].map((conversation) => ({ conversation }));
  await run(bot.records.addRecipients("promo", { recipients, after: undefined }));
  const turns = [ani, budi].map((conversation) => ({ conversation, send: campaign }));
  expect(await run(bot.records.takeRecipients("promo", turns, clock.now()))).toBe(2);
  const [first] = await run(bot.store.claimSends(1, clock.now(), [accountId("shop")]));
  if (first === undefined) throw new Error("nothing in the line");
  await run(bot.store.startSend(first, { kind: "send", takes: [] }, clock.now()));
  await run(bot.store.backup(backup));
  // What the backup does not know of: both have it.
  await run(bot.store.sendResult(first, { kind: "accepted", vendorId: "v1" }, clock.now()));
  await run(bot.store.close());

  restoreBackup({ backup, file, codec, random: new SeededRandom(1), erasures: noErasures });
  const restored = open(file);
  expect(restored.heldBack).toEqual({ sends: 2, broadcasts: 1 });
  await run(restored.store.resume(clock.now(), () => 1_000));
  await clock.advance(3_600_000);
  expect(await run(restored.store.claimSends(9, clock.now(), [accountId("shop")]))).toEqual([]);
  const promo = await run(restored.records.broadcast("promo"));
  expect([promo?.state, promo?.reason]).toEqual(["paused", "a backup was restored"]);
  expect(await run(restored.records.countRecipients("promo"))).toEqual([
    { outcome: "unknown", detail: "restored", count: 2 },
    { outcome: "waiting", count: 1 },
  ]);
  // A receipt that comes all the same says what became of it.
  const account = accountId("shop");
  const told = { account, vendorId: "v1", status: "delivered", at: clock.now() } as const;
  const send = { outbox: first.id, attempt: 1 };
  await run(restored.store.applyStatuses([{ ...told, send }], clock.now()));
  expect((await run(restored.store.stats())).unconfirmedSends).toBe(1);
  await run(restored.store.close());
  const again = open(file);
  expect(again.heldBack).toEqual({ sends: 0, broadcasts: 0 });
  await run(again.store.close());
});

test("a restore that is refused leaves a crashed bot's database to be checked by the next start", async () => {
  const { folder } = await leave();
  const file = join(folder, "sapa.db");
  const backup = join(root, "no-backup.db");
  writeFileSync(backup, "no database");
  const options = { backup, file, codec, random: new SeededRandom(1), erasures: noErasures };
  expect(() => restoreBackup(options)).toThrow("not restored");
  const log = createQuietLog();
  const ports = { clock, random: new SeededRandom(2), log, leaseMs: 30_000 };
  const { store } = openSqliteStore({ ...ports, file, codec });
  expect(log.lines.map(({ event }) => event)).toContain("store.checked");
  await run(store.close());
});
