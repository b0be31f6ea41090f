import { compileRevision } from "#core/flow/compile-flows.ts";
import type { Program } from "#core/flow/program.ts";
import type { RevisionId } from "#core/lib/ids.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Records } from "#core/model/ports/records.ts";

/** Keeps the text of flows that are about to be used: a run ends on the revision it began on. */
export async function putRevisions(
  records: Records,
  programs: readonly Program[],
  clock: Clock,
): Promise<void> {
  const createdAt = clock.now();
  // Together: they share a commit.
  await Promise.all(
    programs.map(({ revision: id, flow, file, bundle: source }) =>
      records.putRevision({ id, flow, file, source, createdAt }),
    ),
  );
}

/** An earlier revision, compiled again; undefined, with a line in the log, if it cannot be had. */
export async function loadRevision(
  records: Records,
  revision: RevisionId,
  log: Log,
): Promise<Program | undefined> {
  const stored = await records.revision(revision);
  const program =
    stored === undefined ? undefined : compileRevision({ file: stored.file, text: stored.source });
  if (program === undefined) {
    log.error("flow.revision-lost", { revision });
    return undefined;
  }
  // The schemas of its actions are a part of the hash, and those of that day are gone.
  return { ...program, revision };
}
