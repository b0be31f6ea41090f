import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type BenchPlan, quickPlan, wholePlan } from "./bench-plan.ts";
import { type Machine, openMachine } from "./machine.ts";
import { measureAcks } from "./measure-acks.ts";
import { measureFarGraph } from "./measure-far-graph.ts";
import { measureFlows } from "./measure-flows.ts";
import { measureGrowth } from "./measure-growth.ts";
import { measureIdle } from "./measure-idle.ts";
import { measureLanguage } from "./measure-language.ts";
import { measureReplies } from "./measure-replies.ts";
import { measureTopTier } from "./measure-top-tier.ts";
import { printTable } from "./print-table.ts";
import type { Row } from "./row.ts";

/** Every measurement gives its rows; a new one is one more line here. */
const measurements: readonly ((machine: Machine, plan: BenchPlan) => Promise<readonly Row[]>)[] = [
  measureAcks,
  measureReplies,
  measureFarGraph,
  measureTopTier,
  measureGrowth,
  measureFlows,
  measureLanguage,
  measureIdle,
];

/** `bun run bench`: prints a table, or with `--json` an array of rows. */
export async function runBench(): Promise<number> {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  const plan = values.quick ? quickPlan : wholePlan;
  const machine = await openMachine();
  const rows: Row[] = [];
  try {
    for (const measure of measurements) {
      const measured = await measure(machine, plan);
      rows.push(...measured);
      if (!values.json) for (const line of printTable(measured)) console.log(line);
      if (!values.json) console.log("");
    }
  } finally {
    await machine.stop();
  }
  const text = JSON.stringify(rows, null, 2);
  if (values.json) console.log(text);
  await keep(text);
  return 0;
}

/** Results stay beside the bench, for comparison; they are not committed. */
async function keep(text: string): Promise<void> {
  const folder = join(import.meta.dir, "results");
  await mkdir(folder, { recursive: true });
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, "-");
  await Bun.write(join(folder, `${stamp}.json`), `${text}\n`);
}
