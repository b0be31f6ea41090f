import { expect, test } from "bun:test";
import { loadSamples } from "./body/load-samples.ts";
import { createCaseMaker } from "./case-maker.ts";
import type { FuzzCase } from "./fuzz-case.ts";

const samples = loadSamples(undefined);
const textOf = ({ body }: FuzzCase) => new TextDecoder().decode(body);
const cases = (seed: number, count: number) => {
  const make = createCaseMaker(seed, samples);
  return Array.from({ length: count }, (_, number) => make(number));
};

test("a case is the same whichever were made before it", () => {
  const [first, second] = [createCaseMaker(7, samples), createCaseMaker(7, samples)];
  const numbers = [0, 1, 4_500, 3, 9_000];
  const forward = numbers.map((number) => first(number));
  const backward = numbers.toReversed().map((number) => second(number));
  expect(backward.toReversed()).toEqual(forward);
  expect(createCaseMaker(8, samples)(4_500)).not.toEqual(first(4_500));
});

test("only the right signature is one", () => {
  for (const it of cases(1, 2_000))
    expect([it.signing, it.isSigned]).toEqual([it.signing, it.signing === "right"]);
});

test("everything that can be done to a body and a signature is done", () => {
  const drawn = cases(2, 3_000);
  const tricks = new Set(drawn.map(({ trick }) => trick));
  const signings = new Set(drawn.map(({ signing }) => signing));
  expect(tricks.size).toBeGreaterThanOrEqual(8);
  expect(signings.size).toBe(13);
});

test("bodies hold what readers trip over", () => {
  const texts = cases(3, 6_000).map(textOf);
  const holds = (part: string) => texts.filter((text) => text.includes(part)).length;
  for (const part of ['"__proto__":', '"constructor":', "\\u0000", "\\ud800", "1e400"]) {
    expect([part, holds(part) > 0]).toEqual([part, true]);
  }
  expect(holds("[".repeat(1_000))).toBeGreaterThan(0);
  expect(holds("\ufffd")).toBeGreaterThan(0);
  expect(Math.max(...texts.map(({ length }) => length))).toBeGreaterThan(100_000);
  expect(texts).toContain("");
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test("messages have ids of their own, and a few come again", () => {
  const good = cases(4, 3_000).filter(({ trick }) => trick === "nothing");
  const ids = good.flatMap((it) => /"id":\s*"(wamid\.b[^"]*)"/.exec(textOf(it))?.[1] ?? []);
  expect(ids.length).toBeGreaterThan(200);
  expect(new Set(ids).size).toBeGreaterThan(0.9 * ids.length);
});
