import { parseArgs } from "node:util";
import { minuteMs } from "#core/lib/millis.ts";
import { judge } from "./judge.ts";
import { runCrash } from "./run-crash.ts";

/**
 * A webhook that met a dead process a few times is sent again after minutes: by the seventh time
 * seventeen. Its receipt may be the only word of a send whose outcome the last process does not know.
 */
const patienceMs = 40 * minuteMs;
/** Ends in good order beside the kills. */
const drains = 5;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { cycles: { type: "string", default: "200" }, seed: { type: "string" } },
  });
  const cycles = Number(values.cycles);
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
  if (!Number.isInteger(cycles) || cycles < 1 || !Number.isInteger(seed)) {
    console.error("usage: bun run crash [--cycles 200] [--seed N]");
    return 2;
  }
  console.log(
    `seed ${seed}: ${cycles} kills and ${drains + 1} drains of a real process under load`,
  );
  const result = await runCrash({ cycles, drains, seed, patienceMs, tell: console.log });
  const { lost, twice, waiting, problems } = judge(result);
  const { stats, integrity } = result.audit;
  const slowest = Math.max(...result.drains.map(({ ms }) => ms));
  const lines = [
    `cycles          ${cycles} (seed ${seed})`,
    `acknowledged    ${result.acknowledged}`,
    `lost            ${lost.length}`,
    `answered twice  ${twice.length}, the runtime itself counts ${stats.duplicateSends}`,
    `still waiting   ${waiting.length}`,
    `unconfirmed     ${stats.unconfirmedSends}`,
    `drains          ${result.drains.length}, the slowest ${Math.round(slowest)} ms`,
    `integrity       ${integrity}`,
  ];
  for (const line of lines) console.log(line);
  for (const problem of problems) console.log(`PROBLEM: ${problem}`);
  if (!result.isQuiet) console.log("PROBLEM: not everything was answered and heard of in time");
  return problems.length === 0 && result.isQuiet ? 0 : 1;
}

if (import.meta.main) process.exit(await main());
