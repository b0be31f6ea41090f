import { processVariables } from "#core/config/process-variables.ts";
import { summaryLine } from "#test/counts.ts";
import { repository } from "#test/source-files.ts";
import { liveSubjects } from "./live-subjects.ts";
import { runLive } from "./run-live.ts";

/** `bun run live`: the providers against the real vendors, as far as this machine has their keys. */
async function main(): Promise<number> {
  const print = (line: string) => console.log(line);
  const counts = await runLive(liveSubjects, processVariables(repository), print);
  print(summaryLine([counts]));
  return counts.failed === 0 ? 0 : 1;
}

if (import.meta.main) process.exit(await main());
