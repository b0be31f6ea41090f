import { expect, test } from "bun:test";
import fc from "fast-check";
import { fuseRanks } from "./fuse-ranks.ts";

test("what both lists have goes before what one has, and a tie keeps the first list's order", () => {
  const fused = fuseRanks([
    [1, 2, 3],
    [4, 2],
  ]);
  expect(fused.map(({ id }) => id)).toEqual([2, 1, 4, 3]);
  expect(fused[0]).toEqual({ id: 2, score: 2 / 62, ranks: [2, 2] });
  expect(fused[2]).toEqual({ id: 4, score: 1 / 61, ranks: [undefined, 1] });
});

test("one list alone keeps its order, and nothing is lost or doubled", () => {
  const list = fc.uniqueArray(fc.nat({ max: 50 }), { maxLength: 30 });
  fc.assert(
    fc.property(list, list, (one, other) => {
      expect(fuseRanks([one, []]).map(({ id }) => id)).toEqual(one);
      const both = fuseRanks([one, other]).map(({ id }) => id);
      expect(new Set(both)).toEqual(new Set([...one, ...other]));
      expect(both).toHaveLength(new Set(both).size);
    }),
  );
});
