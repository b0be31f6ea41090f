import { rm } from "node:fs/promises";
import type { BenchPlan } from "./bench-plan.ts";
import { fillDataFolder } from "./fill-database.ts";
import type { Machine, Measured } from "./machine.ts";
import { makeRow, type Row } from "./row.ts";
import { programs } from "./target.ts";

const fewConversations = 1_000;

interface Grown {
  readonly open: Measured;
  readonly full: Measured;
  readonly coldStartMs: number;
}

/** What a message costs in a young database, and in one with many conversations and their events. */
export async function measureGrowth(machine: Machine, plan: BenchPlan): Promise<readonly Row[]> {
  const durationMs = plan.secondsEach * 1_000;
  const few = await fillDataFolder(machine, fewConversations);
  const many = await fillDataFolder(machine, plan.manyConversations);

  async function run(dataFolder: string): Promise<Grown> {
    const target = await machine.start(programs.sapaEcho, dataFolder);
    // The people who write are new in both: what differs is what lies beside them.
    const job = { people: 2_000, awaitsReplies: true } as const;
    await machine.load(target, { ...job, durationMs: plan.warmUpMs });
    const ratePerSecond = plan.openRatePerSecond / 2;
    const open = await machine.load(target, { ...job, mode: "open", ratePerSecond, durationMs });
    const full = await machine.load(target, { ...job, durationMs });
    await target.stop();
    return { open, full, coldStartMs: target.coldStartMs };
  }

  const rounds: { readonly value: Grown; readonly baseline: Grown }[] = [];
  try {
    for (let round = 0; round < plan.rounds; round += 1) {
      const baseline = await run(few);
      rounds.push({ value: await run(many), baseline });
    }
  } finally {
    for (const folder of [few, many]) await rm(folder, { recursive: true, force: true });
  }
  const samples = (read: (grown: Grown) => number) =>
    rounds.map(({ value, baseline }) => ({ value: read(value), baseline: read(baseline) }));
  const beside = `${plan.manyConversations} conversations beside ${fewConversations}`;
  const goal = { kind: "at-most", bound: 1.3, of: "ratio" } as const;
  return [
    makeRow(
      `ack p99, ${beside}`,
      "ms",
      samples(({ open }) => open.ackMs.p99),
      goal,
    ),
    makeRow(
      `CPU per message, ${beside}`,
      "ms",
      samples(({ full }) => full.cpuMsPerMessage),
      goal,
    ),
    makeRow(
      `cold start, ${beside}`,
      "ms",
      samples(({ coldStartMs }) => coldStartMs),
    ),
  ];
}
