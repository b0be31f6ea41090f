import { rm } from "node:fs/promises";
import type { BenchPlan } from "./bench-plan.ts";
import { fillDataFolder } from "./fill-database.ts";
import type { Machine } from "./machine.ts";
import { makeRow, type Row, type Sample } from "./row.ts";
import { type Program, programs } from "./target.ts";

const storedEvents = 100_000;

/**
 * What it costs to start, and to be there, beside the bare bot on an empty database. The goals are
 * for the program as it is built, which is what deployments run; its source is told beside it.
 */
export async function measureIdle(machine: Machine, plan: BenchPlan): Promise<readonly Row[]> {
  const dataFolder = await fillDataFolder(machine, storedEvents);

  async function once(program: Program, data?: string): Promise<Once> {
    const target = await machine.start(program, data);
    const { residentMb } = target.read();
    await target.stop();
    return { coldStartMs: target.coldStartMs, residentMb };
  }

  const rounds: { bare: Once; built: Once; source: Once }[] = [];
  try {
    for (let start = 0; start < plan.coldStarts; start += 1) {
      const bare = await once(programs.echoBare);
      const built = await once(programs.sapaEcho, dataFolder);
      rounds.push({ bare, built, source: await once(programs.sapaSource, dataFolder) });
    }
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
  const samples = (form: "built" | "source", read: (once: Once) => number): readonly Sample[] =>
    rounds.map(({ bare, ...ours }) => ({ value: read(ours[form]), baseline: read(bare) }));
  const start = `cold start to the first healthy answer, ${storedEvents} events stored`;
  return [
    makeRow(
      start,
      "ms",
      samples("built", ({ coldStartMs }) => coldStartMs),
      { kind: "at-most", bound: 2.5, of: "ratio" },
    ),
    makeRow(
      `${start}, from source`,
      "ms",
      samples("source", ({ coldStartMs }) => coldStartMs),
    ),
    makeRow(
      "idle memory",
      "MB",
      samples("built", ({ residentMb }) => residentMb),
      { kind: "at-most", bound: 1.5, of: "ratio" },
    ),
    makeRow(
      "idle memory, from source",
      "MB",
      samples("source", ({ residentMb }) => residentMb),
    ),
  ];
}

interface Once {
  readonly coldStartMs: number;
  readonly residentMb: number;
}
