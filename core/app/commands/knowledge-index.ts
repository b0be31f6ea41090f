import { writeFileSync } from "node:fs";
import { setPriority } from "node:os";
import { indexFolder } from "#core/app/knowledge/index-folder.ts";
import { indexerJobSchema } from "#core/app/knowledge/indexer-job.ts";
import { printLine } from "#core/app/print.ts";
import { parseJson } from "#core/lib/json.ts";
import { openKnowledgeIndex } from "#core/store/knowledge-index.ts";

/** Behind everything that somebody waits for. */
const idlePriority = 15;

/**
 * `sapa knowledge index`: what `run-indexer.ts` starts, not for people. Reads its job from standard
 * input, tells each step on standard output, and is the first that the system may end.
 */
export async function knowledgeIndexCommand(): Promise<number> {
  yieldToOthers();
  // Of a library that goes on with something else: what it was asked for ends by itself.
  process.on("unhandledRejection", () => undefined);
  const job = parseJson(indexerJobSchema, await Bun.stdin.text(), "the job");
  const index = openKnowledgeIndex(job.indexFile);
  try {
    await indexFolder(index, { ...job, spared: new Map(job.spared) }, (step) =>
      printLine(JSON.stringify(step)),
    );
    return 0;
  } finally {
    index.close();
  }
}

function yieldToOthers(): void {
  ifAllowed(() => setPriority(idlePriority));
  // Source: proc(5), oom_score_adj: 1000 is chosen before all others.
  ifAllowed(() => writeFileSync("/proc/self/oom_score_adj", "1000"));
}

/** Another system, or a unit that forbids it: reading works all the same. */
function ifAllowed(act: () => void): void {
  try {
    act();
  } catch {
    // It stays as important as it was.
  }
}
