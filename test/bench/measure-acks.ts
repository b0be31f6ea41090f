import type { BenchPlan } from "./bench-plan.ts";
import type { Machine, Measured } from "./machine.ts";
import { makeRow, type Row } from "./row.ts";
import { type Program, programs } from "./target.ts";

/** Durable acknowledged webhooks a second, and how long an acknowledgement takes. */
export async function measureAcks(machine: Machine, plan: BenchPlan): Promise<readonly Row[]> {
  const durationMs = plan.secondsEach * 1_000;
  const open = { mode: "open", ratePerSecond: plan.openRatePerSecond, durationMs } as const;

  async function both(program: Program): Promise<{ full: Measured; open: Measured }> {
    const target = await machine.start(program);
    await machine.load(target, { durationMs: plan.warmUpMs });
    const steady = await machine.load(target, open);
    const full = await machine.load(target, { durationMs });
    await target.stop();
    return { full, open: steady };
  }

  const rounds: { ours: Both; group: Both; single: Both }[] = [];
  for (let round = 0; round < plan.rounds; round += 1) {
    const group = await both(programs.ackGroup);
    const ours = await both(programs.sapaQuiet);
    const single = await both(programs.ackSingle);
    rounds.push({ ours, group, single });
  }
  const perSecond = ({ acknowledged, seconds }: Measured) => acknowledged / seconds;
  const at = `at ${plan.openRatePerSecond}/s`;
  return [
    makeRow(
      "durable acks beside a shared commit",
      "/s",
      rounds.map(({ ours, group }) => ({
        value: perSecond(ours.full),
        baseline: perSecond(group.full),
      })),
      { kind: "at-least", bound: 0.75, of: "ratio" },
    ),
    makeRow(
      "durable acks beside a commit per request",
      "/s",
      rounds.map(({ ours, single }) => ({
        value: perSecond(ours.full),
        baseline: perSecond(single.full),
      })),
      { kind: "at-least", bound: 6, of: "ratio" },
    ),
    makeRow(
      "ack p99, 64 connections busy",
      "ms",
      rounds.map(({ ours, group }) => ({
        value: ours.full.ackMs.p99,
        baseline: group.full.ackMs.p99,
      })),
    ),
    makeRow(
      `ack p50 ${at}`,
      "ms",
      rounds.map(({ ours, group }) => ({
        value: ours.open.ackMs.p50,
        baseline: group.open.ackMs.p50,
      })),
      { kind: "at-most", bound: 2, of: "ratio" },
    ),
    makeRow(
      `ack p99 ${at}`,
      "ms",
      rounds.map(({ ours, group }) => ({
        value: ours.open.ackMs.p99,
        baseline: group.open.ackMs.p99,
      })),
      { kind: "at-most", bound: 25, of: "value" },
    ),
    makeRow(
      "webhooks refused or broken",
      "",
      rounds.map(({ ours }) => ({ value: ours.full.refused + ours.open.refused })),
      { kind: "at-most", bound: 0, of: "value" },
    ),
  ];
}

interface Both {
  readonly full: Measured;
  readonly open: Measured;
}
