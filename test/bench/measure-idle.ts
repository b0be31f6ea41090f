import type { BenchPlan } from "./bench-plan.ts";
import type { Machine } from "./machine.ts";
import { makeRow, type Row, type Sample } from "./row.ts";
import { programs } from "./target.ts";

/** What it costs to start, and to be there. */
export async function measureIdle(machine: Machine, plan: BenchPlan): Promise<readonly Row[]> {
  const starts: Sample[] = [];
  const memory: Sample[] = [];
  for (let start = 0; start < plan.coldStarts; start += 1) {
    const bare = await machine.start(programs.echoBare);
    const bareMb = bare.read().residentMb;
    await bare.stop();
    const ours = await machine.start(programs.sapaEcho);
    const oursMb = ours.read().residentMb;
    await ours.stop();
    starts.push({ value: ours.coldStartMs, baseline: bare.coldStartMs });
    memory.push({ value: oursMb, baseline: bareMb });
  }
  return [
    makeRow("cold start to the first healthy answer", "ms", starts, {
      kind: "at-most",
      bound: 2.5,
      of: "ratio",
    }),
    makeRow("idle memory", "MB", memory, { kind: "at-most", bound: 1.5, of: "ratio" }),
  ];
}
