import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { createQuietLog, SeededRandom, VirtualClock } from "sapa/plugin/testing";
import { person } from "#core/engine/testing/world.ts";
import { sha256Hex } from "#core/lib/digest.ts";
import { accountId } from "#core/lib/ids.ts";
import { minuteMs, toMillis } from "#core/lib/millis.ts";
import type { FileStore, KeptFile } from "#core/model/ports/file-store.ts";
import { createPlainCodec } from "#core/store/codec.ts";
import { openFileFolder } from "#core/store/file-folder.ts";
import { createMemoryFiles } from "#core/store/memory-files.ts";
import { openMemoryDatabase } from "#core/store/open-memory-database.ts";
import { openSqliteStore } from "#core/store/open-sqlite-store.ts";
import { createFileKeeper } from "./file-keeper.ts";

const contents = ["a", "b"].map((text) => new TextEncoder().encode(text));

/** The same files, each call at its own pace. */
function slow(files: FileStore, clock: VirtualClock, random: SeededRandom): FileStore {
  const pause = () =>
    new Promise<void>((resolve) => {
      clock.after(Math.floor(random.fraction() * 10), resolve);
    });
  return {
    async put(content, mime, announce) {
      await pause();
      const kept = await files.put(content, mime, async (file) => {
        await announce?.(file);
        await pause();
      });
      await pause();
      return kept;
    },
    async remove(sha256) {
      await pause();
      await files.remove(sha256);
      await pause();
    },
    read: (sha256) => files.read(sha256),
    names: () => files.names(),
    keptAt: (sha256) => files.keptAt(sha256),
  };
}

type Act =
  | { readonly kind: "keep"; readonly message: number; readonly content: number }
  | { readonly kind: "drop"; readonly message: number }
  | { readonly kind: "erase" }
  | { readonly kind: "clean" };

const act = fc.oneof(
  fc.record({ kind: fc.constant("keep"), message: fc.nat(2), content: fc.nat(1) }),
  fc.record({ kind: fc.constant("drop"), message: fc.nat(2) }),
  fc.constant({ kind: "erase" } as const),
  fc.constant({ kind: "clean" } as const),
);

/** An empty database with three messages of one person. */
async function openMessages(clock: VirtualClock) {
  const { store, records } = openSqliteStore({
    database: openMemoryDatabase(),
    clock,
    random: new SeededRandom(1),
    log: createQuietLog(),
    leaseMs: minuteMs,
    codec: createPlainCodec(new Uint8Array(32)),
  });
  const times = { occurredAt: clock.now(), receivedAt: clock.now() };
  const taking = store.ingest(
    ["1", "2", "3"].map((id) => ({
      account: accountId("shop"),
      dedupeKey: id,
      sender: person,
      body: { kind: "message", message: { kind: "text", id, text: id }, sender: person },
      ...times,
    })),
  );
  await clock.settle();
  await taking;
  const events = await records.events({ limit: 3 });
  const [conversation] = await records.conversations(1);
  if (conversation === undefined) throw new Error("there is no conversation");
  return { records, events, conversation };
}

/** Does all of it at once. */
async function play(acts: readonly (readonly [delayMs: number, act: Act])[], seed: number) {
  const clock = new VirtualClock(0);
  const { records, events, conversation } = await openMessages(clock);
  const files = createMemoryFiles(10);
  const random = new SeededRandom(seed);
  const keeper = createFileKeeper({ files: slow(files, clock, random), records, clock });

  const messageOf = (index: number) => {
    const event = events[index]?.id;
    if (event === undefined) throw new Error("there is no message");
    return { event, conversation: conversation.id, kind: "image" } as const;
  };
  const perform = async (it: Act): Promise<void> => {
    if (it.kind === "clean") return keeper.removeUnused();
    if (it.kind === "erase") {
      await records.eraseContact(conversation.contact);
      return keeper.removeUnused();
    }
    const message = messageOf(it.message);
    if (it.kind === "keep") {
      await keeper.keep(contents[it.content] ?? new Uint8Array(), "text/plain", message);
    } else {
      await records.putMedia({ ...message, state: "failed", at: clock.now() });
    }
  };
  const doing = acts.map(([delayMs, it]) =>
    new Promise<void>((resolve) => {
      clock.after(delayMs, resolve);
    }).then(() => perform(it)),
  );
  await clock.advance(500);
  await Promise.all(doing);
  const cleaning = keeper.removeUnused();
  await clock.advance(500);
  await cleaning;

  const rows = await records.media({ limit: 10 });
  const used = new Set(rows.flatMap(({ file }) => file?.sha256 ?? []));
  for (const content of contents) {
    const sha256 = sha256Hex(content);
    const isThere = (await files.read(sha256)) !== undefined;
    expect([sha256, isThere]).toEqual([sha256, used.has(sha256)]);
  }
  expect(await records.unusedFiles(10)).toEqual([]);
}

test("whatever happens at once, a file is there exactly if a message has it", async () => {
  const acts = fc.array(fc.tuple(fc.nat(30), act), { minLength: 2, maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(acts, fc.nat(), (list, seed) => play(list, seed)),
    { numRuns: 60 },
  );
}, 60_000);

test("a file that no row knows goes when it is older than files are kept, and no other does", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sapa-strays-"));
  const clock = new VirtualClock(Date.UTC(2026, 10, 30));
  const { records, events, conversation } = await openMessages(clock);
  const files = openFileFolder({ folder, random: new SeededRandom(1), maxBytes: 1_000 });
  const keeper = createFileKeeper({ files, records, clock });
  const run = async <T>(work: Promise<T>): Promise<T> => {
    let isOver = false;
    const end = () => {
      isOver = true;
    };
    work.then(end, end);
    while (!isOver) await clock.settle();
    return await work;
  };
  const event = events[0]?.id;
  if (event === undefined) throw new Error("there is no message");
  const message = { event, conversation: conversation.id, kind: "image" } as const;
  const put = (text: string) => files.put(new TextEncoder().encode(text), "text/plain");
  const used = await run(keeper.keep(new TextEncoder().encode("used"), "text/plain", message));
  // As after a restore: the rows of these went with the database that they stood in.
  const [old, young] = [await put("old"), await put("young")];
  const before = toMillis(clock.now() - minuteMs);
  const setAt = ({ sha256 }: KeptFile, at: number) =>
    utimesSync(join(folder, sha256.slice(0, 2), sha256), at / 1_000, at / 1_000);
  for (const [file, at] of [
    [used, 0],
    [old, before - 1],
    [young, before],
  ] as const) {
    if (file !== undefined) setAt(file, at);
  }
  expect(await run(keeper.removeStrays(before))).toBe(1);
  const left: string[] = [];
  for await (const name of files.names()) left.push(name);
  expect(left.toSorted()).toEqual([used?.sha256 ?? "", young.sha256].toSorted());
  rmSync(folder, { recursive: true });
});
