import { readOptions, usage } from "./options.ts";
import { reportProblem, reportRun } from "./report.ts";
import { runFuzz } from "./run-fuzz.ts";
import { startWatchdog } from "./watchdog.ts";

/** What takes longer hangs, however busy the machine is. */
const patienceMs = 60_000;
/** A round waits for three things, one after the other; then the process itself hangs. */
const watchdogMs = 4 * patienceMs;

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    console.error(`usage: ${usage}`);
    return 2;
  }
  console.log(`seed ${options.seed}: ${options.bodies} bodies`);
  const contracts = process.env["SAPA_CONTRACTS"];
  const onBatch = startWatchdog(options.seed, watchdogMs);
  const result = await runFuzz({ options, contracts, patienceMs, tell: console.log, onBatch });
  for (const line of reportRun(result)) console.log(line);
  const { problem, roundFrom } = result;
  if (problem === undefined) return 0;
  for (const line of await reportProblem(problem, options, roundFrom)) console.log(line);
  return 1;
}

if (import.meta.main) process.exit(await main());
