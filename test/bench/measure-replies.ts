import type { BenchPlan } from "./bench-plan.ts";
import type { Machine, Measured } from "./machine.ts";
import { makeRow, type Row } from "./row.ts";
import { type Program, programs } from "./target.ts";

/** Connections that write while every message is answered: enough to keep one core busy. */
const connections = 64;

/** From the webhook to the POST at the Graph API: how many a second, how long each takes. */
export async function measureReplies(machine: Machine, plan: BenchPlan): Promise<readonly Row[]> {
  const durationMs = plan.secondsEach * 1_000;
  const rate = plan.openRatePerSecond / 2;
  const steady = { mode: "open", ratePerSecond: rate, durationMs, awaitsReplies: true } as const;

  async function both(program: Program): Promise<{ full: Measured; open: Measured }> {
    const target = await machine.start(program);
    await machine.load(target, { durationMs: plan.warmUpMs, awaitsReplies: true });
    const open = await machine.load(target, steady);
    const full = await machine.load(target, { durationMs, connections, awaitsReplies: true });
    await target.stop();
    return { full, open };
  }

  const rounds: { ours: Both; bare: Both }[] = [];
  for (let round = 0; round < plan.rounds; round += 1) {
    const bare = await both(programs.echoBare);
    const ours = await both(programs.sapaEcho);
    rounds.push({ ours, bare });
  }
  const pairs = (read: (measured: Both) => number) =>
    rounds.map(({ ours, bare }) => ({ value: read(ours), baseline: read(bare) }));
  return [
    makeRow(
      "durable replies",
      "/s",
      pairs(({ full }) => full.replies / full.replySeconds),
      { kind: "at-least", bound: 0.75, of: "ratio" },
    ),
    // While webhooks come in as fast as they are acknowledged, they go before turns.
    makeRow(
      "webhook to POST p99, 64 connections busy",
      "ms",
      pairs(({ full }) => full.replyMs.p99),
    ),
    makeRow(
      `webhook to POST p50 at ${rate}/s`,
      "ms",
      pairs(({ open }) => open.replyMs.p50),
    ),
    makeRow(
      `webhook to POST p99 at ${rate}/s`,
      "ms",
      pairs(({ open }) => open.replyMs.p99),
    ),
    makeRow(
      "CPU per message, with its reply",
      "ms",
      pairs(({ full }) => full.cpuMsPerMessage),
      { kind: "at-most", bound: 1.4, of: "ratio" },
    ),
    makeRow(
      "memory under load",
      "MB",
      pairs(({ full }) => full.residentMb),
      { kind: "at-most", bound: 1.6, of: "ratio" },
    ),
    makeRow(
      "messages without a reply",
      "",
      rounds.map(({ ours }) => ({ value: ours.full.unanswered + ours.open.unanswered })),
      { kind: "at-most", bound: 0, of: "value" },
    ),
  ];
}

interface Both {
  readonly full: Measured;
  readonly open: Measured;
}
