import { expect, test } from "bun:test";
import { readOptions } from "./options.ts";

test("the command line says how many bodies, which seed, and from where on", () => {
  expect(readOptions(["-n", "300", "--seed", "7", "--from", "40"])).toEqual({
    bodies: 300,
    seed: 7,
    from: 40,
  });
  expect(readOptions(["--bodies", "300", "--seed", "7"])?.bodies).toBe(300);
  expect(readOptions([])?.bodies).toBe(20_000);
});

test.each([
  ["no number", ["-n", "many"]],
  ["none", ["-n", "0"]],
  ["less than none", ["--from=-1"]],
  ["a broken seed", ["--seed", "0.5"]],
  ["what nobody knows", ["--bodys", "1"]],
])("%s is a wrong use", (_, args) => {
  expect(readOptions(args)).toBeUndefined();
});
