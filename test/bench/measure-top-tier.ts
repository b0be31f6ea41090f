import type { BenchPlan } from "./bench-plan.ts";
import type { Machine, Measured } from "./machine.ts";
import { makeRow, type Row } from "./row.ts";
import { type Program, programs } from "./target.ts";

/** Meta's highest throughput for one number: messages a second. Source: Cloud API, throughput. */
const messagesPerSecond = 1_000;
/** Three receipts follow each reply: four thousand webhooks a second in all. */
const receipts = 3;
const graphLatencyMs = 200;
const connections = 256;

/** Meta's top tier, with a Graph API that is 200 ms away. */
export async function measureTopTier(machine: Machine, plan: BenchPlan): Promise<readonly Row[]> {
  const durationMs = plan.topTierSeconds * 1_000;

  async function run(program: Program): Promise<Measured> {
    const target = await machine.start(program);
    const job = {
      mode: "open",
      graphLatencyMs,
      receipts,
      connections,
      awaitsReplies: true,
    } as const;
    await machine.load(target, {
      ...job,
      ratePerSecond: messagesPerSecond / 2,
      durationMs: plan.warmUpMs,
    });
    const measured = await machine.load(target, {
      ...job,
      ratePerSecond: messagesPerSecond,
      durationMs,
    });
    await target.stop();
    return measured;
  }

  const bare = await run(programs.echoBare);
  const ours = await run(programs.sapaEcho);
  const pair = (read: (measured: Measured) => number) => [
    { value: read(ours), baseline: read(bare) },
  ];
  const webhooks = ({ acknowledged, receipts: counted, seconds }: Measured) =>
    (acknowledged + counted) / seconds;
  return [
    makeRow("top tier: webhooks acknowledged", "/s", pair(webhooks)),
    makeRow(
      "top tier: replies",
      "/s",
      pair(({ replies, replySeconds }) => replies / replySeconds),
    ),
    makeRow(
      "top tier: ack p99",
      "ms",
      pair(({ ackMs }) => ackMs.p99),
      { kind: "at-most", bound: 25, of: "value" },
    ),
    makeRow(
      "top tier: webhook to POST p99",
      "ms",
      pair(({ replyMs }) => replyMs.p99),
    ),
    makeRow(
      "top tier: share of one core",
      "",
      pair(({ cpuMsPerMessage, acknowledged, seconds }) => {
        return (cpuMsPerMessage * acknowledged) / (seconds * 1_000);
      }),
      { kind: "at-most", bound: 1, of: "value" },
    ),
    makeRow(
      "top tier: refused or without a reply",
      "",
      [{ value: ours.refused + ours.unanswered }],
      {
        kind: "at-most",
        bound: 0,
        of: "value",
      },
    ),
  ];
}
