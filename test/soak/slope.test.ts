import { expect, test } from "bun:test";
import fc from "fast-check";
import { slopeOf } from "./slope.ts";

const number = fc.double({ min: -1_000, max: 1_000, noNaN: true });

test("the slope of a straight line is its own, without an error", () => {
  fc.assert(
    fc.property(number, number, fc.integer({ min: 3, max: 50 }), (perHour, from, count) => {
      const samples = Array.from({ length: count }, (_, index) => ({
        hours: index / 10,
        megabytes: from + (perHour * index) / 10,
      }));
      const slope = slopeOf(samples);
      expect(slope?.perHour).toBeCloseTo(perHour, 6);
      expect(slope?.error).toBeCloseTo(0, 6);
    }),
  );
});

test("what only goes up and down has a slope within its error", () => {
  const samples = Array.from({ length: 100 }, (_, index) => ({
    hours: index / 100,
    megabytes: 100 + Math.sin(index * 1.7),
  }));
  const { perHour = Number.NaN, error = Number.NaN } = slopeOf(samples) ?? {};
  expect(Math.abs(perHour)).toBeLessThan(2 * error);
});

test("two samples, or many at one moment, have none", () => {
  const sample = { hours: 1, megabytes: 1 };
  expect(slopeOf([sample, { hours: 2, megabytes: 2 }])).toBeUndefined();
  expect(slopeOf([sample, sample, sample])).toBeUndefined();
});
