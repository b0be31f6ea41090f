import { expect, test } from "bun:test";
import fc from "fast-check";
import { VirtualClock } from "sapa/plugin/testing";
import { openKnowledgeIndex } from "#core/store/knowledge-index.ts";
import { findNearest } from "./find-nearest.ts";

const cosine = (a: Float32Array, b: Float32Array) => {
  const product = a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
  return product / (Math.hypot(...a) * Math.hypot(...b));
};

test("the nearest are those of all, whatever the vectors", async () => {
  const vector = fc
    .array(fc.integer({ min: -9, max: 9 }), { minLength: 4, maxLength: 4 })
    .map((numbers) => Float32Array.from(numbers));
  const property = fc.asyncProperty(
    fc.array(vector, { maxLength: 20 }),
    vector,
    async (all, ask) => {
      const index = openKnowledgeIndex(":memory:");
      const chunks = all.map((_, line) => ({ heading: "", line, text: `text ${line}` }));
      index.stage("menu", { file: "a", mark: "1", stamp: "1", chunks });
      index.publish("menu", ["a"]);
      const bare = index.vectors.bare("menu", "m", 100);
      const made = new Map(bare.map(({ hash }, place) => [hash, all[place] ?? ask]));
      expect(index.vectors.put("m", made)).toBe(true);
      const place = { knowledge: "menu", space: "m" };
      const found = await findNearest(index.vectors, new VirtualClock(0), place, ask, 3);
      const lines = index.vectors.chunks(found).map(({ line }) => line);
      const near = all.map((item) => cosine(item, ask)).filter((value) => value >= 0.2);
      expect(lines).toHaveLength(Math.min(3, near.length));
      const best = near.toSorted((a, b) => b - a);
      for (const [rank, line] of lines.entries()) {
        expect(cosine(all[line] ?? ask, ask)).toBeCloseTo(best[rank] ?? 0, 5);
      }
      index.close();
    },
  );
  await fc.assert(property, { numRuns: 60 });
});

test("others have their turn between pages", async () => {
  const index = openKnowledgeIndex(":memory:");
  const chunks = Array.from({ length: 900 }, (_, line) => ({ heading: "", line, text: `${line}` }));
  index.stage("menu", { file: "a", mark: "1", stamp: "1", chunks });
  index.publish("menu", ["a"]);
  const length = 1_000;
  const unit = (at: number) => Float32Array.from({ length }, (_, place) => (place === at ? 1 : 0));
  const bare = index.vectors.bare("menu", "m", 900);
  index.vectors.put("m", new Map(bare.map(({ hash }, place) => [hash, unit(place)])));
  const clock = new VirtualClock(0);
  const place = { knowledge: "menu", space: "m" };
  const finding = findNearest(index.vectors, clock, place, unit(850), 3);
  expect(clock.pending).toBe(1);
  await clock.advance(1);
  expect(index.vectors.chunks(await finding).map(({ line }) => line)).toEqual([850]);
  index.close();
});
