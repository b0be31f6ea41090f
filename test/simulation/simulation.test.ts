import { beforeAll, expect, test } from "bun:test";
import { mutants } from "./mutants.ts";
import { type Bots, openBots, runDays } from "./run-days.ts";
import { trafficMutants } from "./traffic-mutants.ts";
import { workMutants } from "./work-mutants.ts";

const perDay = 200;
const timeoutMs = 180_000;
let bots: Bots;

beforeAll(async () => {
  bots = await openBots();
});

const violationsOf = (result: Awaited<ReturnType<typeof runDays>>) =>
  result.failure?.result.violations ?? [];

test(
  "the same seed gives the same history, and nothing in it breaks a promise",
  async () => {
    const first = await runDays({ days: 1, seed: 1, perDay }, bots);
    const second = await runDays({ days: 1, seed: 1, perDay }, bots);
    expect(violationsOf(first)).toEqual([]);
    expect(second.digest).toBe(first.digest);
    expect(first.messages).toBeGreaterThanOrEqual(perDay);
  },
  timeoutMs,
);

test(
  "days that nobody has seen before break no promise",
  async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    console.log(`simulation seed ${seed}: bun run sim --days 3 --seed ${seed}`);
    const result = await runDays({ days: 3, seed, perDay }, bots);
    expect(violationsOf(result)).toEqual([]);
  },
  timeoutMs,
);

test(
  "another seed gives another history",
  async () => {
    const [one, other] = [
      await runDays({ days: 1, seed: 2, perDay: 20 }, bots),
      await runDays({ days: 1, seed: 3, perDay: 20 }, bots),
    ];
    expect(one.digest).not.toBe(other.digest);
  },
  timeoutMs,
);

// The other mutants run with `bun run sim --mutants`.
test.each([...mutants.slice(0, 3), ...trafficMutants.slice(0, 3), ...workMutants.slice(0, 2)])(
  "a simulation that does not notice $name would be worth nothing",
  async ({ mutate }) => {
    const result = await runDays({ days: 40, seed: 1, perDay, mutate }, bots);
    expect(violationsOf(result).length).toBeGreaterThan(0);
  },
  timeoutMs,
);
