import { expect, test } from "bun:test";
import fc from "fast-check";
import { findBadByte } from "./find-bad-byte.ts";

const find = (bytes: Uint8Array) => findBadByte(bytes, Buffer.from(bytes).toString("utf8"));

test("text is UTF-8 whatever it holds, the replacement sign too", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(find(new TextEncoder().encode(`${text}\ufffd`))).toBeUndefined();
    }),
  );
});

test.each([
  ["a Latin-1 letter", [0x61, 0x0a, 0x62, 0xe9, 0x63], { line: 2, column: 2 }],
  ["a sign that is cut off", [0x61, 0xe2, 0x82], { line: 1, column: 2 }],
  ["UTF-16", [0xff, 0xfe, 0x61, 0x00], { line: 1, column: 1 }],
  [
    "the first of several, after a sign that is right",
    [0xef, 0xbf, 0xbd, 0x0a, 0xff, 0xff],
    { line: 2, column: 1 },
  ],
] as const)("finds %s", (_, bytes, wanted) => {
  expect(find(Uint8Array.from(bytes))).toEqual(wanted);
});
