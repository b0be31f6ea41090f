import { expect, test } from "bun:test";
import { KeySet } from "./key-set.ts";

test("counts every text once, up to its room", () => {
  const keys = new KeySet(1_000);
  for (let round = 0; round < 2; round += 1) {
    for (let index = 0; index < 1_000; index += 1) keys.add(`message:${index}`);
  }
  expect(keys.size).toBe(1_000);
  keys.clear();
  keys.add("message:1");
  expect(keys.size).toBe(1);
});

test("says so when there is no room left", () => {
  const keys = new KeySet(2);
  const fill = () => {
    for (let index = 0; index < 100; index += 1) keys.add(String(index));
  };
  expect(fill).toThrow("no room left");
});
