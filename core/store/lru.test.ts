import { expect, test } from "bun:test";
import fc from "fast-check";
import { Lru } from "./lru.ts";

test("what is used stays, what is not goes, and no more than the limit is held", () => {
  const cache = new Lru<string, number>(4);
  cache.set("kept", 1);
  for (let count = 0; count < 20; count += 1) {
    cache.set(`passing ${count}`, count);
    expect(cache.get("kept")).toBe(1);
  }
  const held = Array.from({ length: 20 }, (_, count) => cache.get(`passing ${count}`));
  expect(held.filter((value) => value !== undefined).length).toBeLessThanOrEqual(3);
});

test("what was deleted or cleared is gone, and the last value set is the one that is read", () => {
  const action = fc.tuple(fc.constantFrom("set", "delete", "get"), fc.nat({ max: 8 }), fc.nat());
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const cache = new Lru<number, number>(6);
      const truth = new Map<number, number>();
      for (const [kind, key, value] of actions) {
        if (kind === "set") {
          cache.set(key, value);
          truth.set(key, value);
        } else if (kind === "delete") {
          cache.delete(key);
          truth.delete(key);
        } else {
          expect([undefined, truth.get(key)]).toContain(cache.get(key));
        }
      }
      cache.clear();
      for (const key of truth.keys()) expect(cache.get(key)).toBeUndefined();
    }),
  );
});
