import { parseArgs } from "node:util";

/** What a run of the simulation is asked for. */
export interface SimulationOptions {
  readonly days: number;
  readonly seed: number;
  /** Messages on each day, at least. */
  readonly perDay: number;
  /** Only this world of the row, counted from 0. */
  readonly world: number | undefined;
  readonly isMutants: boolean;
}

export const usage = "bun run sim [--days 20] [--seed N] [--per-day 200] [--world N] [--mutants]";

/** Reads the command line; undefined for a wrong use. Without `--seed` every run has a fresh one. */
export function readOptions(args: readonly string[]): SimulationOptions | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        days: { type: "string", default: "20" },
        seed: { type: "string" },
        "per-day": { type: "string", default: "200" },
        world: { type: "string" },
        mutants: { type: "boolean", default: false },
      },
    });
    const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31));
    const options = {
      days: Number(values.days),
      seed: Number(seed),
      perDay: Number(values["per-day"]),
      world: values.world === undefined ? undefined : Number(values.world),
      isMutants: values.mutants,
    };
    const { days, perDay, world } = options;
    const isGood =
      [days, perDay, options.seed, world ?? 0].every((value) => Number.isInteger(value)) &&
      [days, perDay].every((value) => value > 0 && value <= 1_000_000);
    return isGood ? options : undefined;
  } catch {
    return undefined;
  }
}
