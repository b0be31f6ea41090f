import { loadSamples } from "./body/load-samples.ts";
import { type CaseMaker, createCaseMaker } from "./case-maker.ts";
import { createFuzzRun, type FuzzRunDeps } from "./fuzz-run.ts";
import type { Life } from "./life.ts";
import { createMemory, type Memory, memoryPeriod, residentMb } from "./memory.ts";
import type { FuzzOptions } from "./options.ts";
import type { CountingLog } from "./pipeline/counting-log.ts";
import type { Problem } from "./problem.ts";
import type { Tally } from "./tally.ts";

/** Bodies that are posted beside each other, so that commits are shared. */
const batchBodies = 256;
/** Bodies between two looks at what is stored. */
export const roundBodies = 8 * batchBodies;
/**
 * Bodies that one store gets before the run goes on with an empty one, in the same process: so the
 * disk is bounded, and what the process keeps beyond a store is a leak. A store lives long enough
 * that a leak within it shows as well, from 200 bytes a body on.
 */
const lifeBodies = 250_000;

export interface FuzzDeps extends Omit<FuzzRunDeps, "lifeBodies"> {
  readonly options: FuzzOptions;
  /** The folder of the vendors' descriptions, if there is one. */
  readonly contracts: string | undefined;
  /** Told how far the run is, each tenth of it. */
  readonly tell: (line: string) => void;
  /** Told the number of the first body of each batch before it is posted. */
  readonly onBatch: (first: number) => void;
}

export interface FuzzResult {
  readonly problem: Problem | undefined;
  /** The number of the first body after the last look that found nothing. */
  readonly roundFrom: number;
  readonly tally: Tally;
  readonly log: CountingLog;
  readonly probes: number;
  readonly growth: Memory["growth"];
  readonly seconds: number;
}

/** Throws broken webhooks at a real bot until all are through or something is wrong. */
export async function runFuzz(deps: FuzzDeps): Promise<FuzzResult> {
  const { options } = deps;
  const startedAt = performance.now();
  const secondsSoFar = () => (performance.now() - startedAt) / 1_000;
  const make = createCaseMaker(options.seed, loadSamples(deps.contracts));
  const run = await createFuzzRun({ ...deps, lifeBodies: Math.min(lifeBodies, options.bodies) });
  const memory = createMemory(options.bodies, residentMb);
  const progress = createProgress(deps, secondsSoFar);
  const end = options.from + options.bodies;
  let from = options.from;
  let problem: Problem | undefined;
  while (from < end && problem === undefined) {
    const life = await run.open();
    const lifeEnd = Math.min(end, from + lifeBodies);
    while (from < lifeEnd) {
      const roundEnd = Math.min(lifeEnd, from + roundBodies);
      problem = await fuzzRound({ life, make, onBatch: deps.onBatch }, from, roundEnd);
      if (problem !== undefined) break;
      from = roundEnd;
      const done = from - options.from;
      if (done % memoryPeriod < roundBodies || from === lifeEnd) await memory.read(done);
      progress(done);
    }
    const isDone = await run.close();
    if (!isDone) problem ??= { what: "the bot did not end in good order" };
  }
  problem ??= memory.problem;
  const { tally, log, probes } = run;
  const { growth } = memory;
  const seconds = secondsSoFar();
  return { problem, roundFrom: from, tally, log, probes: probes.answered, growth, seconds };
}

/** Posts the cases `from` … `to - 1` in batches, and looks at what came of them. */
async function fuzzRound(
  deps: { readonly life: Life; readonly make: CaseMaker } & Pick<FuzzDeps, "onBatch">,
  from: number,
  to: number,
): Promise<Problem | undefined> {
  const { life, make, onBatch } = deps;
  for (let first = from; first < to; first += batchBodies) {
    onBatch(first);
    const length = Math.min(batchBodies, to - first);
    const cases = Array.from({ length }, (_, index) => make(first + index));
    const problem = await life.post(cases);
    if (problem !== undefined) return problem;
  }
  return life.settle();
}

function createProgress(
  { options, tell }: FuzzDeps,
  secondsSoFar: () => number,
): (done: number) => void {
  let told = 0;
  return (done) => {
    const tenths = Math.floor((10 * done) / options.bodies);
    if (tenths === told) return;
    told = tenths;
    const pace = Math.round(done / secondsSoFar());
    tell(`${tenths * 10} %  ${done} bodies, ${pace} a second`);
  };
}
