import type { BenchPlan } from "./bench-plan.ts";
import type { Machine } from "./machine.ts";
import { makeRow, type Row, type Sample } from "./row.ts";
import { programs } from "./target.ts";

const farMs = 400;

/** Acknowledgements while replies go to a Graph API that answers at once, and to one far away. */
export async function measureFarGraph(machine: Machine, plan: BenchPlan): Promise<readonly Row[]> {
  const p50: Sample[] = [];
  const p99: Sample[] = [];
  for (let round = 0; round < plan.rounds; round += 1) {
    const target = await machine.start(programs.sapaEcho);
    const job = {
      mode: "open",
      ratePerSecond: plan.openRatePerSecond,
      durationMs: plan.secondsEach * 1_000,
      connections: 256,
      awaitsReplies: true,
    } as const;
    await machine.load(target, { ...job, durationMs: plan.warmUpMs });
    const near = await machine.load(target, job);
    const far = await machine.load(target, { ...job, graphLatencyMs: farMs });
    await target.stop();
    p50.push({ value: far.ackMs.p50, baseline: near.ackMs.p50 });
    p99.push({ value: far.ackMs.p99, baseline: near.ackMs.p99 });
  }
  const at = `Graph ${farMs} ms away, beside 0 ms`;
  const goal = { kind: "at-most", bound: 1.5, of: "ratio" } as const;
  return [makeRow(`ack p50, ${at}`, "ms", p50, goal), makeRow(`ack p99, ${at}`, "ms", p99, goal)];
}
