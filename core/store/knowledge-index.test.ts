import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { KnowledgeIndex } from "#core/model/ports/knowledge.ts";
import { openKnowledgeIndex } from "./knowledge-index.ts";

let index: KnowledgeIndex;
beforeEach(() => {
  index = openKnowledgeIndex(":memory:");
});
afterEach(() => index.close());

const chunk = (text: string, heading = "") => ({ text, heading, line: 1 });
const find = (words: readonly string[], knowledge = "menu") =>
  index.search(knowledge, words, 5).map(({ text }) => text);

describe("the index over knowledge", () => {
  test("finds by words, accents and case aside, the best first", () => {
    index.put("menu", "a.md", "1", [
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
    index.put("menu", "a.md", "1", [chunk("kopi")]);
    index.put("internal", "a.md", "1", [chunk("kopi rahasia")]);
    expect(find(["kopi"])).toEqual(["kopi"]);
  });

  test("holds what a file is, and nothing of what it was", () => {
    index.put("menu", "a.md", "1", [chunk("kopi 18.000"), chunk("teh")]);
    index.put("menu", "a.md", "2", [chunk("kopi 20.000")]);
    expect(find(["kopi", "teh"])).toEqual(["kopi 20.000"]);
    expect(index.files("menu")).toEqual([{ file: "a.md", stamp: "2", chunks: 1 }]);
    index.remove("menu", "a.md");
    expect(find(["kopi"])).toEqual([]);
    expect(index.files("menu")).toEqual([]);
  });

  test("reads no word as its query language", () => {
    index.put("menu", "a.md", "1", [chunk("kopi")]);
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
  first.put("menu", "a.md", "1", [chunk("kopi")]);
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
