import { expect, test } from "bun:test";
import { createMemory } from "./memory.ts";

/** A run of a million bodies with a reading each 25,000. */
async function run(readings: readonly number[], bodies = 1_000_000) {
  let current = 0;
  const memory = createMemory(bodies, () => Promise.resolve(current));
  for (const [index, reading] of readings.entries()) {
    current = reading;
    await memory.read(25_000 * (index + 1));
  }
  return memory;
}

test("growth of a warm process by 50 MB is a problem, growth until then is none", async () => {
  expect((await run([100, 400, 449])).problem).toBeUndefined();
  expect((await run([100, 400, 430, 450])).problem?.what).toBe("memory grew from 400 to 450 MB");
});

test("what counts is the end, not a height on the way", async () => {
  const { growth, problem } = await run([400, 410, 600, 415]);
  expect([growth, problem]).toEqual([{ firstMb: 410, lastMb: 415, mostMb: 600 }, undefined]);
});

test("a short run tells nothing", async () => {
  const { growth, problem } = await run([100, 200, 400], 75_000);
  expect([growth, problem]).toEqual([undefined, undefined]);
});
