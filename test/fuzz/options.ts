import { parseArgs } from "node:util";

/** What a run is asked for. */
export interface FuzzOptions {
  readonly bodies: number;
  readonly seed: number;
  /** Number of the first body: a run from there on makes the same ones. */
  readonly from: number;
}

export const usage = "bun run fuzz:webhook [-n|--bodies 20000] [--seed N] [--from N]";

/** Reads the command line; undefined for a wrong use. Without `--seed` every run has a fresh one. */
export function readOptions(args: readonly string[]): FuzzOptions | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        bodies: { type: "string", short: "n", default: "20000" },
        seed: { type: "string" },
        from: { type: "string", default: "0" },
      },
    });
    const bodies = Number(values.bodies);
    const seed = values.seed === undefined ? drawSeed() : Number(values.seed);
    const from = Number(values.from);
    const isGood =
      [bodies, seed, from].every((value) => Number.isSafeInteger(value)) &&
      bodies > 0 &&
      seed >= 0 &&
      from >= 0;
    return isGood ? { bodies, seed, from } : undefined;
  } catch {
    return undefined;
  }
}

export function drawSeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}
