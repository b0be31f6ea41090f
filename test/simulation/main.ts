import type { Mutant } from "./mutant.ts";
import { mutants } from "./mutants.ts";
import { readOptions, type SimulationOptions, usage } from "./options.ts";
import { findMisses, reportFailure, reportRun } from "./report.ts";
import { type Bots, type Failure, openBots, runDays } from "./run-days.ts";
import { shrinkPlan } from "./shrink-plan.ts";
import { runWorld } from "./world/run-world.ts";

/** How long a failure is made smaller, in milliseconds. */
const shrinkMs = 90_000;
/** Days in which a mutant has to be noticed. */
const mutantDays = 60;

async function explain(failure: Failure, bots: Bots): Promise<readonly string[]> {
  const { plan, result } = failure;
  const [violation] = result.violations;
  if (violation === undefined) return [];
  const endAt = performance.now() + shrinkMs;
  const shrunk = await shrinkPlan(
    { plan, result },
    violation,
    (smaller) => runWorld(smaller, bots[smaller.bot]),
    () => performance.now() > endAt,
  );
  return reportFailure(failure, shrunk);
}

async function simulate(options: SimulationOptions, bots: Bots): Promise<boolean> {
  const { days, seed, perDay } = options;
  console.log(`seed ${seed}: ${days} days of at least ${perDay} messages`);
  const startedAt = performance.now();
  const result = await runDays(options, bots);
  const seconds = (performance.now() - startedAt) / 1_000;
  for (const line of reportRun(result, seconds)) console.log(line);
  const { failure } = result;
  if (failure !== undefined) {
    for (const line of await explain(failure, bots)) console.log(line);
    const again = `--days ${days} --seed ${seed} --per-day ${perDay} --world ${failure.world}`;
    console.log(`\nagain: bun run sim ${again}`);
    return false;
  }
  console.log("0 violations");
  const misses = findMisses(result);
  if (misses.length > 0) console.log(`hit too seldom: ${misses.join(", ")}`);
  return misses.length === 0;
}

/** Runs worlds with one built-in fault; true if a check noticed it. */
async function hunt(mutant: Mutant, options: SimulationOptions, bots: Bots): Promise<boolean> {
  const { seed, perDay } = options;
  const { mutate } = mutant;
  const { failure, days } = await runDays({ days: mutantDays, seed, perDay, mutate }, bots);
  const [violation] = failure?.result.violations ?? [];
  console.log(`${violation === undefined ? "MISSED" : "caught"}: ${mutant.name}`);
  console.log(
    violation === undefined
      ? `  nothing was noticed in ${days} days`
      : `  ${violation.invariant}: ${violation.what}, within ${days} days`,
  );
  return violation !== undefined;
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    console.error(`usage: ${usage}`);
    return 2;
  }
  const bots = await openBots();
  if (!options.isMutants) return (await simulate(options, bots)) ? 0 : 1;
  console.log(`seed ${options.seed}: ${mutants.length} faults are built in, one after the other`);
  let caught = 0;
  for (const mutant of mutants) if (await hunt(mutant, options, bots)) caught += 1;
  console.log(`${caught} of ${mutants.length} caught`);
  return caught === mutants.length ? 0 : 1;
}

if (import.meta.main) process.exitCode = await main();
