import { expect, test } from "bun:test";
import { createBoundedCache } from "./bounded-cache.ts";

test("makes a thing once, and again only when it has been pushed out", () => {
  const made: string[] = [];
  const get = createBoundedCache(2, (key) => {
    made.push(key);
    return { key };
  });
  expect(get("a")).toBe(get("a"));
  get("b");
  expect(made).toEqual(["a", "b"]);
  get("c");
  get("c");
  expect(get("a")).toEqual({ key: "a" });
  expect(made).toEqual(["a", "b", "c", "a"]);
});
