import { expect, test } from "bun:test";
import { Lru } from "./lru.ts";

test("the entry that was used longest ago goes first, and reading is using", () => {
  const cache = new Lru<string, number>(2);
  cache.set("a", 1);
  cache.set("b", 2);
  expect(cache.get("a")).toBe(1);
  cache.set("c", 3);
  expect([cache.get("a"), cache.get("b"), cache.get("c")]).toEqual([1, undefined, 3]);
  cache.set("a", 9);
  cache.delete("c");
  expect([cache.get("a"), cache.get("c"), cache.size]).toEqual([9, undefined, 1]);
  cache.clear();
  expect(cache.size).toBe(0);
});
