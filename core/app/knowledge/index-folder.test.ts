import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openKnowledgeIndex } from "#core/store/knowledge-index.ts";
import { indexFolder } from "./index-folder.ts";

setDefaultTimeout(60_000);

test("what an earlier pass has staged counts towards the most that a folder may come to", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sapa-index-folder-"));
  const rows = `nama\n${"kopi\n".repeat(6_000)}`;
  for (const name of ["a", "b"]) writeFileSync(join(folder, `${name}.csv`), rows);
  const index = openKnowledgeIndex(":memory:");
  const pass = (end: string) =>
    indexFolder(index, { knowledge: "menu", folder, spared: new Map() }, ({ kind, file }) => {
      if (kind === "read" && file === end) throw new Error("killed");
    });
  const killed = pass("a.csv").catch((error: unknown) => error);
  expect(await killed).toMatchObject({ message: "killed" });
  expect(index.staged("menu").get("a.csv")?.chunks).toBe(6_000);
  await pass("");
  expect(index.files("menu").map(({ file, chunks }) => [file, chunks])).toEqual([
    ["a.csv", 6_000],
    ["b.csv", 0],
  ]);
  index.close();
  rmSync(folder, { recursive: true });
});
