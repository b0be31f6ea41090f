import { processVariables } from "#core/config/process-variables.ts";
import { summaryLine } from "#test/counts.ts";
import { repository } from "#test/source-files.ts";
import { liveSubjects } from "./live-subjects.ts";
import { runLive } from "./run-live.ts";

/** `bun run live`: the providers against the real vendors, as far as this machine has their keys. */
const counts = await runLive(liveSubjects, processVariables(repository), (line) => {
  console.log(line);
});
console.log(summaryLine([counts]));
process.exit(counts.failed === 0 ? 0 : 1);
