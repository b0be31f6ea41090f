import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { chunkPages } from "./chunk-file.ts";
import { readPdf } from "./read-pdf.ts";
import { writePdf } from "./testing/write-pdf.ts";

setDefaultTimeout(60_000);

describe("a PDF", () => {
  test("is read page by page, with words whole that a line's end cut", async () => {
    const { pages, problem } = await readPdf(
      writePdf(["Kopi susu 18.000\nPemba-\nyaran tunai", "Teh (hangat) 9.000"]),
    );
    expect(problem).toBeUndefined();
    expect(pages).toEqual(["Kopi susu 18.000\nPembayaran tunai", "Teh (hangat) 9.000"]);
    expect(chunkPages(pages)).toEqual([
      { heading: "", line: 1, page: 1, text: "Kopi susu 18.000\nPembayaran tunai" },
      { heading: "", line: 1, page: 2, text: "Teh (hangat) 9.000" },
    ]);
  });

  const whole = writePdf(["Kopi susu 18.000"]);
  test.each([
    ["of pictures alone", writePdf(["", ""]), "its pages are pictures"],
    ["with a password", writePdf(["rahasia"], { isEncrypted: true }), "it is encrypted"],
    ["that is none", Buffer.from("Kopi susu 18.000"), "it is damaged"],
    ["without a byte", new Uint8Array(), "it is damaged"],
    ["that is cut off", whole.slice(0, 40), "it is damaged"],
  ])("%s says so", async (_, bytes, why) => {
    const read = await readPdf(bytes);
    expect(read.pages).toEqual([]);
    expect(read.problem).toContain(why);
  });

  test("of pictures for the most part is read as far as it goes", async () => {
    const { pages, problem } = await readPdf(writePdf(["Menu", "", ""]));
    expect(pages).toEqual(["Menu", "", ""]);
    expect(problem).toStartWith("2 of its 3 pages hold no text");
  });

  test("of a thousand pages and more is read up to there", async () => {
    const { pages, problem } = await readPdf(writePdf(Array.from({ length: 1_001 }, () => "a")));
    expect(pages).toHaveLength(1_000);
    expect(problem).toBe("only its first 1000 pages are read");
  });
});
