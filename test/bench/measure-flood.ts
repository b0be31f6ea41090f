import type { BenchPlan } from "./bench-plan.ts";
import type { Machine } from "./machine.ts";
import { makeRow, type Row } from "./row.ts";
import { programs } from "./target.ts";

const people = 10_000;
const pairs = 5;
/** Messages a second of everybody else, and of the one who floods. */
const othersPerSecond = 300;
const floodPerSecond = 100;

/**
 * What one person who writes without end does to ten thousand others: five pairs of a quiet run and
 * a flooded one right after each other, on one program that knows everybody.
 */
export async function measureFlood(machine: Machine, plan: BenchPlan): Promise<readonly Row[]> {
  const target = await machine.start(programs.sapaFlood);
  const open = { mode: "open", people, awaitsReplies: true } as const;
  await machine.load(target, { ...open, ratePerSecond: 1_000, durationMs: people });
  const run = (flood: number) =>
    machine.load(target, {
      ...open,
      durationMs: plan.secondsEach * 1_000,
      ratePerSecond: othersPerSecond + flood,
      floodPerSecond: flood,
    });
  const rounds: { quiet: number; flooded: number; unanswered: number }[] = [];
  for (let round = 0; round < pairs; round += 1) {
    const quiet = await run(0);
    const flooded = await run(floodPerSecond);
    const unanswered = quiet.unanswered + flooded.unanswered;
    rounds.push({ quiet: quiet.replyMs.p99, flooded: flooded.replyMs.p99, unanswered });
  }
  await target.stop();
  return [
    makeRow(
      `others' webhook to POST p99 at ${othersPerSecond}/s, one floods at ${floodPerSecond}/s`,
      "ms",
      rounds.map(({ flooded, quiet }) => ({ value: flooded, baseline: quiet })),
      { kind: "at-most", bound: 1.5, of: "ratio" },
    ),
    makeRow(
      "others without a reply beside a flood",
      "",
      rounds.map(({ unanswered }) => ({ value: unanswered })),
      { kind: "at-most", bound: 0, of: "value" },
    ),
  ];
}
