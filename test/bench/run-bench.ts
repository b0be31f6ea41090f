import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type BenchPlan, quickPlan, wholePlan } from "./bench-plan.ts";
import { type Machine, openMachine } from "./machine.ts";
import { measureAcks } from "./measure-acks.ts";
import { measureFarGraph } from "./measure-far-graph.ts";
import { measureFirstMinute } from "./measure-first-minute.ts";
import { measureFlood } from "./measure-flood.ts";
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
  measureFlood,
  measureFlows,
  measureLanguage,
  measureIdle,
  measureFirstMinute,
];

const help = `bun run bench [--quick] [--only WORD] [--json] [--no-fail]

Measures Sapa beside bare programs of the same machine, in turns, and prints a table.

  --quick    under five minutes or so: shorter, fewer rounds, 100,000 conversations in place of 1,000,000
  --only     measure this alone, such as flood or replies
  --json     print an array of rows { metric, value, unit, baseline, ratio, goal, met } instead
  --no-fail  end with 0 although goals were missed

Ends with 0 when every goal is met, 1 when one is missed. Rows are kept in test/bench/results/.
Ratios are what counts: both sides of each were measured right after each other.`;

/** `bun run bench`: prints a table, or with `--json` an array of rows; 1 if a goal was missed. */
export async function runBench(): Promise<number> {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      only: { type: "string", default: "" },
      "no-fail": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const plan = values.quick ? quickPlan : wholePlan;
  const machine = await openMachine();
  const rows: Row[] = [];
  try {
    for (const measure of measurements) {
      if (!measure.name.toLowerCase().includes(values.only)) continue;
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
  const missed = rows.filter(({ met }) => met === false);
  if (!values.json && missed.length > 0) console.log(`${missed.length} goals missed`);
  return missed.length > 0 && !values["no-fail"] ? 1 : 0;
}

/** Results stay beside the bench, for comparison; they are not committed. */
async function keep(text: string): Promise<void> {
  const folder = join(import.meta.dir, "results");
  await mkdir(folder, { recursive: true });
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, "-");
  await Bun.write(join(folder, `${stamp}.json`), `${text}\n`);
}
