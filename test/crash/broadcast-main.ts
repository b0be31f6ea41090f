import { parseArgs } from "node:util";
import { minuteMs } from "#core/lib/millis.ts";
import { judgeBroadcast, runBroadcastCrash } from "./run-broadcast.ts";

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      people: { type: "string", default: "20000" },
      kills: { type: "string", default: "3" },
      seed: { type: "string", default: "1" },
    },
  });
  const people = Number(values.people);
  const kills = Number(values.kills);
  const seed = Number(values.seed);
  if (![people, kills, seed].every(Number.isInteger)) {
    console.error("usage: bun run crash:broadcast [--people 20000] [--kills 3] [--seed 1]");
    return 2;
  }
  const bounds = { rate: "1000/s", patienceMs: 10 * minuteMs };
  const result = await runBroadcastCrash({ people, kills, seed, ...bounds });
  const problems = judgeBroadcast(result);
  console.log(`people    ${people}, ${result.agreed.size} agreed; ${kills} kills`);
  console.log(`received  ${result.received.size}`);
  for (const [fate, count] of Object.entries(result.fates))
    console.log(`${fate.padEnd(9)} ${count}`);
  console.log(`audience  ${result.audience}`);
  for (const problem of problems) console.log(`PROBLEM: ${problem}`);
  if (!result.isQuiet) console.log("PROBLEM: it did not come to an end in time");
  return problems.length === 0 && result.isQuiet ? 0 : 1;
}

if (import.meta.main) process.exit(await main());
