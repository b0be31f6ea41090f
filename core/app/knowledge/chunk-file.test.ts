import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { chunkFile } from "./chunk-file.ts";

describe("Markdown", () => {
  test("is cut at its headings, which each part carries", () => {
    const text = [
      "Selamat datang.",
      "",
      "# Menu",
      "## Kopi #",
      "Kopi susu 18.000",
      "",
      "Tubruk 12.000",
      "```sh",
      "# no heading",
      "```",
      "# Jam buka",
      "Pukul 8.",
    ].join("\r\n");
    expect(chunkFile("a.md", text)).toEqual([
      { heading: "", line: 1, text: "Selamat datang." },
      {
        heading: "Menu › Kopi",
        line: 5,
        text: "Kopi susu 18.000\n\nTubruk 12.000\n```sh\n# no heading\n```",
      },
      { heading: "Jam buka", line: 12, text: "Pukul 8." },
    ]);
  });

  test("has no headings in a text file", () => {
    expect(chunkFile("a.TXT", "# 1\nsatu")).toEqual([{ heading: "", line: 1, text: "# 1\nsatu" }]);
  });

  test("loses no word, whatever is in it, and no part is too long", () => {
    const word = fc.stringMatching(/^[a-z☕🙂é]{1,12}$/u);
    const line = fc.array(word, { maxLength: 400 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(fc.array(fc.oneof(line, fc.constant("")), { maxLength: 12 }), (lines) => {
        const text = lines.join("\n");
        const chunks = chunkFile("a.md", text) ?? [];
        const words = (from: string) => from.split(/\s+/).filter((item) => item !== "");
        expect(chunks.flatMap((chunk) => words(chunk.text))).toEqual(words(text));
        for (const chunk of chunks) expect(chunk.text.length).toBeLessThanOrEqual(1_200);
      }),
      { numRuns: 100 },
    );
  });

  test("one word without an end is cut between letters", () => {
    const chunks = chunkFile("a.md", `a${"🙂".repeat(1_000)}`) ?? [];
    expect(chunks.map(({ text }) => text).join("")).toBe(`a${"🙂".repeat(1_000)}`);
    expect(chunks.every(({ text }) => text.isWellFormed())).toBe(true);
  });
});

describe("CSV", () => {
  test("has a part for each record, with the names of its columns", () => {
    expect(chunkFile("a.csv", 'nama,harga\n"Kopi, susu",18.000\nTeh,\n')).toEqual([
      { heading: "", line: 2, text: "nama: Kopi, susu\nharga: 18.000" },
      { heading: "", line: 3, text: "nama: Teh" },
    ]);
  });

  test("with an open quote is refused", () => {
    expect(chunkFile("a.csv", 'nama\n"Kopi')).toBeUndefined();
  });
});
