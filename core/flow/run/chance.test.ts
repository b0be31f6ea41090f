import { expect, test } from "bun:test";
import { chanceIndex } from "./chance.ts";

test("every index comes up about as often as the others", () => {
  const counts = [0, 0, 0, 0, 0];
  for (let seed = 0; seed < 10_000; seed += 1) {
    const index = chanceIndex(seed, 3, counts.length);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 2_000)).toBeLessThan(200);
});

test("the same seed and salt give the same index, another salt another row", () => {
  const row = (salt: number) => Array.from({ length: 50 }, (_, seed) => chanceIndex(seed, salt, 7));
  expect(row(1)).toEqual(row(1));
  expect(row(1)).not.toEqual(row(2));
});
