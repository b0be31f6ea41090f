import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { errorText } from "#core/lib/bot-error.ts";
import { sha256Hex } from "#core/lib/digest.ts";
import type { FileStore } from "#core/model/ports/file-store.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { type FileFolderOptions, openFileFolder } from "./file-folder.ts";
import { createMemoryFiles } from "./memory-files.ts";

const maxBytes = 3_000_000;
let base = "";
let count = 0;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), "sapa-files-"));
});
afterAll(() => rmSync(base, { recursive: true }));

function newFolder(): string {
  count += 1;
  return join(base, String(count));
}

const openIn = (folder: string, change: Partial<FileFolderOptions> = {}): FileStore =>
  openFileFolder({ folder, random: new SeededRandom(count), maxBytes, ...change });

/** Every file below a folder, as paths from there. */
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );

const bytesOf = (text: string) => new TextEncoder().encode(text);
const emptyHash = sha256Hex("");

const stores: readonly (readonly [string, () => FileStore])[] = [
  ["a folder", () => openIn(newFolder())],
  ["memory", () => createMemoryFiles(maxBytes)],
];

describe.each(stores)("files in %s", (_name, create) => {
  test("are named by their content and come back unchanged, whatever it is", async () => {
    const files = create();
    const run = async (content: Uint8Array) => {
      const kept = await files.put(content, "text/plain");
      expect(kept).toEqual({
        sha256: sha256Hex(content),
        mime: "text/plain",
        bytes: content.byteLength,
      });
      const found = await files.read(kept.sha256);
      expect(found === undefined ? undefined : Buffer.from(found)).toEqual(Buffer.from(content));
    };
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), run), { numRuns: 50 });
    await run(new Uint8Array(2_500_001).fill(7));
  });

  test("are one file for one content, also when it is kept many times at once", async () => {
    const files = create();
    const puts = Array.from({ length: 8 }, () => files.put(bytesOf("halo"), "text/plain"));
    expect(new Set((await Promise.all(puts)).map(({ sha256 }) => sha256)).size).toBe(1);
    await files.remove(sha256Hex("halo"));
    expect(await files.read(sha256Hex("halo"))).toBeUndefined();
  });

  test("are gone when removed, and removing what is not there is harmless", async () => {
    const files = create();
    const { sha256 } = await files.put(bytesOf("a"), "text/plain");
    await files.put(bytesOf("b"), "text/plain");
    await files.remove(sha256);
    await files.remove(sha256);
    await files.remove("../secret.key");
    expect(await files.read(sha256)).toBeUndefined();
    expect(await files.read(sha256Hex("b"))).toBeDefined();
  });

  test("are announced by name before they are there, and not kept if that fails", async () => {
    const files = create();
    const seen: unknown[] = [];
    const { sha256 } = await files.put(bytesOf("a"), "text/plain", async (file) => {
      seen.push(file, await files.read(file.sha256));
    });
    expect(seen).toEqual([{ sha256, mime: "text/plain", bytes: 1 }, undefined]);
    const failing = files.put(bytesOf("b"), "text/plain", () => Promise.reject(new Error("no")));
    expect(await failing.catch(errorText)).toBe("no");
    expect(await files.read(sha256Hex("b"))).toBeUndefined();
  });

  test("over the limit are refused, at it they are kept", async () => {
    const files = create();
    const error: unknown = await files
      .put(new Uint8Array(maxBytes + 1), "text/plain")
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "FILE_TOO_LARGE", retry: "never" });
    expect(await files.put(new Uint8Array(maxBytes), "text/plain")).toMatchObject({
      bytes: maxBytes,
    });
  });

  test("have no other name than a hash", async () => {
    const files = create();
    await files.put(new Uint8Array(0), "text/plain");
    const upper = emptyHash.toUpperCase();
    for (const name of ["", "..", upper, `../${emptyHash}`, `${emptyHash}\n`, `${emptyHash}0`]) {
      expect(await files.read(name)).toBeUndefined();
    }
    expect(await files.read(emptyHash)).toBeDefined();
  });
});

describe("a folder of files", () => {
  test("is laid out by hash, for its owner alone, and is the same after a restart", async () => {
    const folder = newFolder();
    const { sha256 } = await openIn(folder).put(bytesOf("halo"), "text/plain");
    const path = join(sha256.slice(0, 2), sha256);
    expect(filesIn(folder)).toEqual([path]);
    expect(statSync(join(folder, path)).mode & 0o077).toBe(0);
    expect(statSync(join(folder, sha256.slice(0, 2))).mode & 0o077).toBe(0);
    expect(await openIn(folder).read(sha256)).toEqual(Buffer.from("halo"));
  });

  test("gives up what a death left half written", async () => {
    const folder = newFolder();
    await openIn(folder).put(bytesOf("halo"), "text/plain");
    writeFileSync(join(folder, "incoming", "half"), "ha");
    openIn(folder);
    expect(filesIn(folder)).toHaveLength(1);
  });

  test("leaves nothing behind when keeping fails", async () => {
    const folder = newFolder();
    const files = openIn(folder);
    await files
      .put(bytesOf("b"), "text/plain", () => Promise.reject(new Error("no")))
      .catch(() => undefined);
    expect(filesIn(folder)).toEqual([]);
  });

  test("keeps nothing that would fill the disk, and says that it may work later", async () => {
    const folder = newFolder();
    let free = 1_000;
    const files = openIn(folder, { minFreeBytes: 900, freeBytes: () => free });
    const put = () => files.put(new Uint8Array(101), "text/plain");
    const error: unknown = await put().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "FILES_FULL", retry: "later" });
    expect(filesIn(folder)).toEqual([]);
    free = 1_001;
    expect(await put()).toMatchObject({ bytes: 101 });
  });

  test("has no name for a file whose writer was killed, and no rest of it", async () => {
    const folder = newFolder();
    const module = fileURLToPath(new URL("file-folder.ts", import.meta.url));
    const script = `
      import { openFileFolder } from ${JSON.stringify(module)};
      const random = { bytes: (count) => new Uint8Array(count).fill(1), fraction: () => 0 };
      const files = openFileFolder({ folder: ${JSON.stringify(folder)}, random, maxBytes: 1e9 });
      await files.put(new Uint8Array(2_000_000), "text/plain", () => {
        process.stdout.write("announced");
        return new Promise((resolve) => setTimeout(resolve, 60_000));
      });
    `;
    const child = Bun.spawn(["bun", "-e", script], { stdout: "pipe" });
    const { value } = await child.stdout.getReader().read();
    expect(new TextDecoder().decode(value)).toBe("announced");
    child.kill("SIGKILL");
    await child.exited;
    expect(filesIn(folder)).toHaveLength(1);
    const files = openIn(folder);
    expect(filesIn(folder)).toEqual([]);
    expect(await files.read(sha256Hex(new Uint8Array(2_000_000)))).toBeUndefined();
    expect(existsSync(join(folder, "incoming"))).toBe(true);
  });
});
