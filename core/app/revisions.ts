import type { Program } from "#core/flow/program.ts";
import type { RevisionId } from "#core/lib/ids.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Records } from "#core/model/ports/records.ts";
import { loadCompiler } from "./load-compiler.ts";

/** An earlier revision, compiled again; undefined, with a line in the log, if it cannot be had. */
export async function loadRevision(
  records: Pick<Records, "revision">,
  revision: RevisionId,
  log: Log,
): Promise<Program | undefined> {
  const stored = await records.revision(revision);
  const { compileRevision } = await loadCompiler();
  const program =
    stored === undefined ? undefined : compileRevision({ file: stored.file, text: stored.source });
  if (program === undefined) {
    log.error("flow.revision-lost", { revision });
    return undefined;
  }
  // The schemas of its actions are a part of the hash, and those of that day are gone.
  return { ...program, revision };
}
