import { expect, test } from "bun:test";
import { once } from "./once.ts";

test("a thing is made when it is first asked for, and once, even if it is undefined", () => {
  let count = 0;
  const get = once(() => {
    count += 1;
    return undefined;
  });
  expect(count).toBe(0);
  expect([get(), get(), count]).toEqual([undefined, undefined, 1]);
});
