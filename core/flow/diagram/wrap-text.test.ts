import { expect, test } from "bun:test";
import fc from "fast-check";
import { textWidth, wrapText } from "./wrap-text.ts";

const size = 10;
const wide = (text: string) => textWidth(text, size);

test.each([
  ["words", "one two three", "one two", ["one two", "three"]],
  ["a line that just fits", "one two three", "one two ", ["one two", "three"]],
  [
    "an expression, behind its signs",
    "slots.cups>slots.limit",
    "slots.cups>slo",
    ["slots.cups>", "slots.limit"],
  ],
  [
    "an expression, at its dots",
    "contact.profile.member",
    "contact.profile.m",
    ["contact.profile.", "member"],
  ],
  ["one long word, anywhere", "abcdefghijkl", "abcdefgh", ["abcdefgh", "ijkl"]],
  [
    "a short word before a long one",
    "a bcdefghijklmnop",
    "a bcdefgh",
    ["a", "bcdefghij", "klmnop"],
  ],
])("%s", (_, text, room, lines) => {
  expect(wrapText(text, size, wide(room), 9)).toEqual(lines);
});

test("nothing but spaces is lost, and no line is too wide", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), fc.integer({ min: 20, max: 200 }), (text, room) => {
      const lines = wrapText(text, size, room, 200);
      expect(lines.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
      for (const line of lines) {
        expect(Array.from(line).length === 1 || wide(line) <= room).toBe(true);
      }
    }),
  );
});
