import { expect, test } from "bun:test";
import fc from "fast-check";
import { globPieces, matchesGlob } from "#core/flow/compile/word-key.ts";
import { canGlobsMeet } from "./can-globs-meet.ts";

const meet = (a: string, b: string) => canGlobsMeet(globPieces(a), globPieces(b));

test.each<[string, string, boolean]>([
  ["order*", "*coffee", true],
  ["order*", "orders*", true],
  ["order*", "pesan*", false],
  ["*a", "*b", false],
  ["a*b", "*x*", true],
  ["a*b", "ab*", true],
  ["a*a", "a*", true],
  ["a * b", "a *", true],
])("%s and %s: %p", (a, b, wanted) => {
  expect(meet(a, b)).toBe(wanted);
  expect(meet(b, a)).toBe(wanted);
});

const glob = fc
  .array(fc.constantFrom("a", "b", "*"), { minLength: 1, maxLength: 6 })
  .map((list) => list.join(""));
const word = fc.array(fc.constantFrom("a", "b"), { maxLength: 8 }).map((list) => list.join(""));

test("globs that match one word do meet", () => {
  fc.assert(
    fc.property(glob, glob, word, (a, b, text) => {
      if (matchesGlob(text, globPieces(a)) && matchesGlob(text, globPieces(b))) {
        expect(meet(a, b)).toBe(true);
      }
    }),
    { numRuns: 3_000 },
  );
});

test("globs that meet have a short word in common", () => {
  const words: string[] = [""];
  for (let at = 0; words.length < 2 ** 10; at += 1) words.push(`${words[at]}a`, `${words[at]}b`);
  const short = fc
    .array(fc.constantFrom("a", "b", "*"), { minLength: 1, maxLength: 4 })
    .map((list) => list.join(""));
  fc.assert(
    fc.property(short, short, (a, b) => {
      const common = words.some(
        (each) => matchesGlob(each, globPieces(a)) && matchesGlob(each, globPieces(b)),
      );
      expect(meet(a, b)).toBe(common);
    }),
    { numRuns: 300 },
  );
});
