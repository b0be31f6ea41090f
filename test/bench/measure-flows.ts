import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { repository } from "#test/source-files.ts";
import type { BenchPlan } from "./bench-plan.ts";
import type { Machine, Measured } from "./machine.ts";
import { makeRow, type Row } from "./row.ts";
import { programs, sapaOn } from "./target.ts";

const manyFlows = 500;

/** What a message costs beside flows that are not about it. */
export async function measureFlows(machine: Machine, plan: BenchPlan): Promise<readonly Row[]> {
  const folder = await writeBot(manyFlows);
  const rounds: { readonly value: Cost; readonly baseline: Cost }[] = [];

  async function run(program: typeof programs.sapaEcho): Promise<Cost> {
    const dataFolder = await mkdtemp(join(tmpdir(), "bench-data-"));
    const first = await machine.start(program, dataFolder);
    await first.stop();
    const target = await machine.start(program, dataFolder);
    const job = { people: 2_000, awaitsReplies: true } as const;
    await machine.load(target, { ...job, durationMs: plan.warmUpMs });
    const measured = await machine.load(target, { ...job, durationMs: plan.secondsEach * 1_000 });
    await target.stop();
    await rm(dataFolder, { recursive: true, force: true });
    return { measured, firstStartMs: first.coldStartMs, coldStartMs: target.coldStartMs };
  }

  try {
    for (let round = 0; round < plan.rounds; round += 1) {
      const baseline = await run(programs.sapaEcho);
      rounds.push({ value: await run(sapaOn(`sapa, ${manyFlows} flows`, folder)), baseline });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const samples = (read: (cost: Cost) => number) =>
    rounds.map(({ value, baseline }) => ({ value: read(value), baseline: read(baseline) }));
  return [
    makeRow(
      `CPU per message, ${manyFlows} flows beside 1`,
      "ms",
      samples(({ measured }) => measured.cpuMsPerMessage),
    ),
    makeRow(
      `cold start, ${manyFlows} flows beside 1`,
      "ms",
      samples(({ coldStartMs }) => coldStartMs),
    ),
    makeRow(
      `first start, ${manyFlows} flows to check beside 1`,
      "ms",
      samples(({ firstStartMs }) => firstStartMs),
    ),
  ];
}

interface Cost {
  readonly measured: Measured;
  /** On an empty data folder: every flow is checked. */
  readonly firstStartMs: number;
  readonly coldStartMs: number;
}

/** The one-step bot, and flows with words of their own beside its flow. */
async function writeBot(flows: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "bench-flows-"));
  for (const file of ["bot.yaml", "echo.flow.yaml"]) {
    await copyFile(resolve(repository, "test/bench/bot", file), join(folder, file));
  }
  for (let flow = 1; flow < flows; flow += 1) {
    const name = `other_${flow}`;
    const text = `flow: ${name}
format: 1
triggers:
  - message: ["word ${flow}", "phrase ${flow} *"]
slots:
  cups: { type: integer, min: 1, max: 20 }
steps:
  - ask: How many?
    id: cups
    into: cups
  - say: "{{ slots.cups }} it is."
`;
    await writeFile(join(folder, `${name}.flow.yaml`), text);
  }
  return folder;
}
