import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import fc from "fast-check";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { ownKey } from "./codec.ts";
import { openFileFolder, readFileFolder } from "./file-folder.ts";
import { fileKeyOf } from "./file-seal.ts";
import { openKeyRing } from "./key-ring.ts";
import { createSealedCodec } from "./sealed-codec.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-seal-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const bytes = (byte: number) => new Uint8Array(32).fill(byte);
const file = () => join(folder, "keys.db");
const openRing = (masterKey = bytes(1), isReadOnly = false) =>
  openKeyRing({ file: file(), masterKey, random: new SeededRandom(1), isReadOnly });
const codecOf = (ring: ReturnType<typeof openRing>) =>
  createSealedCodec({ lookupKey: bytes(2), ownKey: bytes(3), ring });

describe("sealed text", () => {
  test("comes back as it was, in its place alone, and never stands there twice alike", () => {
    const ring = openRing();
    const codec = codecOf(ring);
    const key = codec.newKey();
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.constantFrom(ownKey, key), (text, number) => {
        const sealed = codec.encode(text, "event/1", number);
        expect(codec.decode(sealed, "event/1")).toBe(text);
        expect(codec.encode(text, "event/1", number)).not.toBe(sealed);
        expect(() => codec.decode(sealed, "event/2")).toThrow();
        if (text.length > 3) expect(sealed).not.toContain(text);
      }),
    );
    ring.close();
  });

  test("of one person opens with no other key, and with none at all once it is dropped", () => {
    const ring = openRing();
    const codec = codecOf(ring);
    const [ani, budi] = [codec.newKey(), codec.newKey()];
    const sealed = codec.encode("gluten", "event/1", ani);
    const swapped = sealed.replace(ani.toString(36), budi.toString(36));
    expect(() => codec.decode(swapped, "event/1")).toThrow();
    codec.dropKeys([ani]);
    expect(() => codec.decode(sealed, "event/1")).toThrow("there is no key for a row of event");
    expect(() => codec.encode("more", "event/2", ani)).toThrow();
    expect(codec.decode(codec.encode("b", "event/3", budi), "event/3")).toBe("b");
    ring.close();
  });

  test("that was changed by a bit is refused, and what was never sealed is read as it is", () => {
    const ring = openRing();
    const codec = codecOf(ring);
    const sealed = codec.encode("halo", "event/1", ownKey);
    const broken = `${sealed.slice(0, -2)}${sealed.at(-2) === "A" ? "B" : "A"}${sealed.at(-1)}`;
    expect(() => codec.decode(broken, "event/1")).toThrow();
    expect(codec.decode('{"kind":"message"}', "event/1")).toBe('{"kind":"message"}');
    ring.close();
  });
});

describe("a key ring", () => {
  test("has its keys after it was closed, for readers too, and gives none twice", () => {
    const first = openRing();
    const taken = Array.from({ length: 100 }, () => first.take());
    const keys = taken.map((number) => first.find(number));
    first.close();
    const reader = openRing(bytes(1), true);
    expect(taken.map((number) => reader.find(number))).toEqual(keys);
    expect(() => reader.take()).toThrow();
    reader.close();
    const second = openKeyRing({ file: file(), masterKey: bytes(1), random: new SeededRandom(2) });
    const more = Array.from({ length: 100 }, () => second.take());
    expect(new Set([...taken, ...more]).size).toBe(200);
    second.close();
  });

  test("is worth nothing without the master key", () => {
    const ring = openRing();
    const number = ring.take();
    ring.close();
    const other = openRing(bytes(5));
    expect(() => other.find(number)).toThrow();
    other.close();
  });

  test("keeps nothing of a dropped key in its files", () => {
    const ring = openRing();
    const number = ring.take();
    ring.find(number);
    const db = new Sqlite(file(), { readonly: true });
    const row = db.prepare<[number], { readonly wrapped: Buffer }>(
      "SELECT wrapped FROM person_key WHERE number = ?",
    );
    const mark = row.get(number)?.wrapped ?? Buffer.from("none");
    db.close();
    const holding = () =>
      readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(mark));
    expect(holding()).not.toEqual([]);
    ring.drop([number]);
    expect(holding()).toEqual([]);
    ring.close();
  });
});

describe("files with a ring", () => {
  const content = Buffer.from("a picture of Ani, large enough to be looked for");

  test("lie sealed, are read as they were, and an old copy is worth nothing once one is removed", async () => {
    const ring = openRing();
    const place = join(folder, "files");
    const plain = openFileFolder({ folder: place, random: new SeededRandom(1), maxBytes: 1_000 });
    const old = await plain.put(Buffer.from("from before there were keys"), "text/plain");
    const options = { folder: place, random: new SeededRandom(3), ring, maxBytes: 1_000 };
    const files = openFileFolder(options);
    const { sha256, bytes: size } = await files.put(content, "image/png");
    expect(size).toBe(content.length);
    expect(readFileSync(join(place, sha256.slice(0, 2), sha256)).includes("Ani")).toBe(false);
    expect(await files.read(sha256)).toEqual(content);
    expect(Buffer.from((await files.read(old.sha256)) ?? []).toString()).toStartWith("from before");
    // The same again leaves the first, and no key.
    const count = countKeys();
    await files.put(content, "image/png");
    expect(await files.read(sha256)).toEqual(content);
    expect(countKeys()).toBe(count - 1);
    const copy = join(folder, "copy");
    cpSync(place, copy, { recursive: true });
    await files.remove(sha256);
    expect(await files.read(sha256)).toBeUndefined();
    const copied = readFileFolder(copy, ring).read(sha256);
    expect(await copied.catch((error: unknown) => error)).toMatchObject({ code: "STORE_KEY_GONE" });
    ring.close();
  });

  test("that a death cut off, or nobody could note, leave no key behind", async () => {
    const ring = openRing();
    const options = { folder: join(folder, "files"), random: new SeededRandom(3), ring };
    const files = openFileFolder({ ...options, maxBytes: 1_000 });
    const { sha256 } = await files.put(content, "image/png");
    const count = countKeys();
    const refused = files.put(Buffer.from("more"), "image/png", () => {
      // As a death leaves it: the file is whole and has no name of its own.
      cpSync(options.folder, join(folder, "died"), { recursive: true });
      return Promise.reject(new Error("no"));
    });
    await refused.catch(() => undefined);
    expect(countKeys()).toBe(count - 1);
    expect(readdirSync(join(options.folder, "incoming"))).toEqual([]);

    const [left = ""] = readdirSync(join(folder, "died", "incoming"));
    const held = fileKeyOf(readFileSync(join(folder, "died", "incoming", left)));
    const other = openRing();
    const again = openFileFolder({
      ...options,
      folder: join(folder, "died"),
      ring: other,
      maxBytes: 1_000,
    });
    expect(held === undefined ? undefined : other.find(held)).toBeUndefined();
    expect(await again.read(sha256)).toEqual(content);

    // The key is dropped before the file is gone: a death in between leaves what nobody can read.
    const numbers: (readonly number[])[] = [];
    const torn = openFileFolder({
      ...options,
      maxBytes: 1_000,
      ring: {
        ...ring,
        drop(dropped) {
          if (dropped.length === 0) return;
          numbers.push(dropped);
          ring.drop(dropped);
          throw new Error("died");
        },
      },
    });
    await torn.remove(sha256).catch(() => undefined);
    expect(numbers).toHaveLength(1);
    expect(await files.read(sha256).catch(() => "gone")).toBe("gone");
    await files.remove(sha256);
    expect(await files.read(sha256)).toBeUndefined();
    other.close();
    ring.close();
  });
});

/** Keys that are somebody's, or made ahead. */
function countKeys(): number {
  const db = new Sqlite(file(), { readonly: true });
  const count = db.prepare<[], number>("SELECT count(*) FROM person_key").pluck().get();
  db.close();
  return count ?? 0;
}
