import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { KnowledgeChunk, KnowledgeIndex } from "#core/model/ports/knowledge.ts";
import { openKnowledgeIndex } from "./knowledge-index.ts";

let index: KnowledgeIndex;
beforeEach(() => {
  index = openKnowledgeIndex(":memory:");
});
afterEach(() => index.close());

function put(
  knowledge: string,
  file: string,
  stamp: string,
  chunks: readonly KnowledgeChunk[],
  into = index,
): void {
  into.stage(knowledge, { file, mark: stamp, stamp, chunks });
  const files = new Set([...into.files(knowledge).map((item) => item.file), file]);
  into.publish(knowledge, [...files]);
}

const chunk = (text: string, heading = ""): KnowledgeChunk => ({ text, heading, line: 1 });
const find = (words: readonly string[], knowledge = "menu") =>
  index.search(knowledge, words, 5).map(({ text }) => text);

describe("the index over knowledge", () => {
  test("finds by words, accents and case aside, the best first", () => {
    put("menu", "a.md", "1", [
      chunk("Kopi susu dan teh dan roti"),
      chunk("Café crème", "Kopi"),
      chunk("Roti bakar"),
    ]);
    expect(find(["kopi"])).toEqual(["Café crème", "Kopi susu dan teh dan roti"]);
    expect(find(["CAFE"])).toEqual(["Café crème"]);
    expect(find(["bakar", "nasi"])).toEqual(["Roti bakar"]);
    expect(find(["nasi"])).toEqual([]);
    expect(find([])).toEqual([]);
  });

  test("keeps folders apart", () => {
    put("menu", "a.md", "1", [chunk("kopi")]);
    put("internal", "a.md", "1", [chunk("kopi rahasia")]);
    expect(find(["kopi"])).toEqual(["kopi"]);
  });

  test("holds what a file is, and nothing of what it was", () => {
    put("menu", "a.md", "1", [chunk("kopi 18.000"), chunk("teh")]);
    put("menu", "a.md", "2", [chunk("kopi 20.000")]);
    expect(find(["kopi", "teh"])).toEqual(["kopi 20.000"]);
    expect(index.files("menu")).toEqual([{ file: "a.md", mark: "2", stamp: "2", chunks: 1 }]);
    index.publish("menu", []);
    expect(find(["kopi"])).toEqual([]);
    expect(index.files("menu")).toEqual([]);
  });

  test("shows a folder as it was or as it is, and nothing between", () => {
    put("menu", "a.md", "1", [chunk("kopi"), chunk("teh")]);
    const read = { mark: "2", stamp: "2" };
    index.stage("menu", { ...read, file: "a.md", chunks: [chunk("teh")] });
    index.stage("menu", { ...read, file: "b.md", chunks: [chunk("kopi")] });
    expect(index.search("menu", ["kopi"], 5).map(({ file }) => file)).toEqual(["a.md"]);
    expect(index.staged("menu")).toEqual(
      new Map([
        ["a.md", { mark: "2", chunks: 1 }],
        ["b.md", { mark: "2", chunks: 1 }],
      ]),
    );
    index.publish("menu", ["a.md", "b.md"]);
    expect(index.search("menu", ["kopi"], 5).map(({ file }) => file)).toEqual(["b.md"]);
    expect(index.staged("menu").size).toBe(0);
  });

  test("keeps the chunks of a file whose time alone changed, and why one has none", () => {
    put("menu", "a.md", "1", [chunk("kopi")]);
    index.stage("menu", { file: "a.md", mark: "later", stamp: "1", chunks: undefined });
    const problem = "it is encrypted";
    index.stage("menu", { file: "b.pdf", mark: "1", stamp: "1", chunks: [], problem });
    index.publish("menu", ["a.md", "b.pdf"]);
    expect(index.files("menu")).toEqual([
      { file: "a.md", mark: "later", stamp: "1", chunks: 1 },
      { file: "b.pdf", mark: "1", stamp: "1", chunks: 0, problem },
    ]);
    expect(find(["kopi"])).toEqual(["kopi"]);
  });

  test("says on which page it stands, where there are pages", () => {
    put("menu", "a.pdf", "1", [{ ...chunk("kopi"), page: 3 }]);
    expect(index.search("menu", ["kopi"], 5)).toMatchObject([
      { knowledge: "menu", file: "a.pdf", heading: "", line: 1, page: 3, text: "kopi" },
    ]);
  });

  test("reads no word as its query language", () => {
    put("menu", "a.md", "1", [chunk("kopi")]);
    const hostile = fc.oneof(
      fc.string(),
      fc.constantFrom('"', "* OR", "NEAR(a b)", "heading:", "a AND", "^", "NOT", "\0"),
    );
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 5 }), (words) => {
        expect(Array.isArray(find(words))).toBe(true);
      }),
    );
  });
});

test("what is kept is found again; what is no index, or of another version, is begun anew", () => {
  const folder = mkdtempSync(join(tmpdir(), "sapa-index-"));
  const file = join(folder, "knowledge.db");
  const first = openKnowledgeIndex(file);
  put("menu", "a.md", "1", [chunk("kopi")], first);
  first.close();
  const second = openKnowledgeIndex(file);
  expect(second.files("menu")).toHaveLength(1);
  second.close();
  writeFileSync(file, "this is no database at all, and longer than a header would be ".repeat(20));
  const third = openKnowledgeIndex(file);
  expect(third.files("menu")).toEqual([]);
  third.close();
  rmSync(folder, { recursive: true });
});
