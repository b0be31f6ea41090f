import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listFolder } from "./list-folder.ts";
import { readDocument } from "./read-document.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-list-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const failure = (listing: Promise<unknown>) => listing.catch((error: unknown) => error);

describe("a folder is listed", () => {
  test("as empty where it is not there and nothing is known of it", async () => {
    const away = join(folder, "away");
    expect(await listFolder(away, false)).toEqual([]);
    expect(await failure(listFolder(away, true))).toMatchObject({
      code: "KNOWLEDGE_NOT_READ",
      message: `${away} cannot be listed (ENOENT)`,
    });
  });

  test("never as empty where it cannot be listed", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    for (const isKnown of [false, true]) {
      expect(await failure(listFolder(file, isKnown))).toMatchObject({
        code: "KNOWLEDGE_NOT_READ",
        message: `${file} cannot be listed (ENOTDIR)`,
      });
    }
  });

  test("no further than its bound, folders counted too", async () => {
    for (let nth = 0; nth < 10_001; nth += 1) mkdirSync(join(folder, `f${nth}`));
    expect((await listFolder(folder, false)).map(({ problem }) => problem)).toEqual([
      "a folder has 10000 files and folders at most",
    ]);
  });

  test("without links; one that takes a file's place later is not followed", async () => {
    writeFileSync(join(folder, "a.md"), "kopi");
    symlinkSync(join(folder, "a.md"), join(folder, "b.md"));
    expect((await listFolder(folder, false)).map(({ file }) => file)).toEqual(["a.md"]);
    expect(await failure(readDocument(join(folder, "b.md"), "b.md", undefined))).toMatchObject({
      code: "ELOOP",
    });
  });
});
