import { describe, expect, test } from "bun:test";
import { makeRow, median } from "./row.ts";

test("a row holds medians, and the median of the ratios of each round", () => {
  const samples = [
    { value: 10, baseline: 20 },
    { value: 30, baseline: 30 },
    { value: 20, baseline: 80 },
  ];
  expect(makeRow("acks", "/s", samples)).toEqual({
    metric: "acks",
    value: 20,
    unit: "/s",
    baseline: 30,
    ratio: 0.5,
    goal: undefined,
    met: undefined,
  });
});

describe("a goal", () => {
  const samples = [{ value: 15, baseline: 10 }];

  test.each([
    ["at-most", 1.5, "ratio", "≤ 1.5 ×", true],
    ["at-most", 1.4, "ratio", "≤ 1.4 ×", false],
    ["at-least", 1.5, "ratio", "≥ 1.5 ×", true],
    ["at-least", 1.6, "ratio", "≥ 1.6 ×", false],
    ["at-most", 25, "value", "≤ 25 ms", true],
    ["at-most", 14, "value", "≤ 14 ms", false],
  ] as const)("%s %d of the %s", (kind, bound, of, goal, met) => {
    expect(makeRow("x", "ms", samples, { kind, bound, of })).toMatchObject({ goal, met });
  });

  test("of a ratio without a baseline is neither met nor missed", () => {
    const row = makeRow("x", "ms", [{ value: 1 }], { kind: "at-most", bound: 1, of: "ratio" });
    expect(row.met).toBeUndefined();
  });
});

test("the median of an even number lies between", () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBe(0);
});
