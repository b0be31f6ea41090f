import { expect, test } from "bun:test";
import { VirtualClock } from "sapa/plugin/testing";
import { createIntakeFirst } from "./intake-first.ts";

function make() {
  const clock = new VirtualClock(1_000_000);
  let freed = 0;
  const first = createIntakeFirst(clock, () => {
    freed += 1;
  });
  const arrive = (count: number) => {
    for (let index = 0; index < count; index += 1) first.onArrival();
  };
  return { clock, first, arrive, freed: () => freed };
}

test("a few webhooks hold nothing back", () => {
  const { first, arrive } = make();
  arrive(16);
  expect(first.take(64)).toBe(64);
  expect(first.isHolding).toBeFalse();
});

test("many let a few turns begin for each turn of the event loop, and never none", async () => {
  const { clock, first, arrive, freed } = make();
  arrive(64);
  expect(first.take(5)).toBe(5);
  expect(first.take(64)).toBe(3);
  expect(first.take(64)).toBe(0);
  expect(first.isHolding).toBeTrue();
  await clock.settle();
  expect(freed()).toBe(1);
  expect(first.isHolding).toBeFalse();
  arrive(800);
  expect(first.take(500)).toBe(100);
});

test("the webhooks that were committed just now count too", () => {
  const clock = new VirtualClock(1_000_000);
  const counts: number[] = [];
  const first = createIntakeFirst(clock, () => undefined);
  for (let index = 0; index < 100; index += 1) first.onArrival();
  // Asked after them: what a commit of theirs would lead to.
  clock.soon(() => counts.push(first.take(64)));
  return clock.settle().then(() => {
    expect(counts).toEqual([13]);
    expect(first.take(64)).toBe(64);
  });
});

test("nothing is left to do once nothing comes in", async () => {
  const { clock, first, arrive } = make();
  arrive(100);
  first.take(64);
  await clock.settle();
  expect(clock.pending).toBe(0);
});
