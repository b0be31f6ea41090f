import { expect, test } from "bun:test";
import fc from "fast-check";
import { splitText } from "./split-text.ts";

test("a short text is one part", () => {
  expect(splitText("Hello there.", 20)).toEqual(["Hello there."]);
});

test("the best place wins: blank line, line end, sentence end, space", () => {
  expect(splitText("The first one.\n\nSecond. Third.", 24)).toEqual([
    "The first one.",
    "Second. Third.",
  ]);
  expect(splitText("A longer first line\nand second. One more", 34)).toEqual([
    "A longer first line",
    "and second. One more",
  ]);
  expect(splitText("It is one. It is two. It is three.", 24)).toEqual([
    "It is one. It is two.",
    "It is three.",
  ]);
  expect(splitText("words without any full stop", 15)).toEqual(["words without", "any full stop"]);
});

test("a place in the first half is too early: it would make many small messages", () => {
  expect(splitText("Hi. Abcdefghijklmnopqrstuvwxyz", 20)).toEqual([
    "Hi. Abcdefghijklmnop",
    "qrstuvwxyz",
  ]);
});

test("a character is never torn", () => {
  const family = "👨\u200d👩\u200d👧";
  expect(splitText(`abc${family}`, 9)).toEqual(["abc", family]);
  expect(splitText("ab😀cd", 3)).toEqual(["ab", "😀c", "d"]);
  expect(splitText("e\u0301e\u0301e\u0301", 3)).toEqual(["e\u0301", "e\u0301", "e\u0301"]);
});

test("the last part may be bounded more tightly", () => {
  const parts = splitText("word ".repeat(100), 400, 50);
  expect(parts.at(-1)?.length).toBeLessThanOrEqual(50);
  expect(parts.join(" ")).toBe("word ".repeat(100).trim());
});

test("white space alone is no message", () => {
  expect(splitText(" \n\t ", 10)).toEqual([]);
});

const anyText = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 400 }),
  fc.string({ unit: "binary", maxLength: 400 }),
  fc
    .array(
      fc.constantFrom("word", "a", ". ", "! ", "\n", "\n\n", " ", "😀", "👨‍👩‍👧", "e\u0301", "。"),
      {
        maxLength: 200,
      },
    )
    .map((list) => list.join("")),
);

test("no part is too long or empty, and nothing but white space is lost", () => {
  fc.assert(
    fc.property(
      anyText,
      fc.integer({ min: 1, max: 80 }),
      fc.integer({ min: 1, max: 80 }),
      (text, a, b) => {
        const [last, max] = [Math.min(a, b), Math.max(a, b)];
        const parts = splitText(text, max, last);
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(max);
          expect(part.trim()).not.toBe("");
        }
        expect(parts.at(-1)?.length ?? 0).toBeLessThanOrEqual(last);
        const bare = (value: string) => value.replace(/\s/g, "");
        expect(bare(parts.join(""))).toBe(bare(text));
      },
    ),
    { numRuns: 2_000 },
  );
});
