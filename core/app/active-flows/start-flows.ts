import { loadRevision } from "#core/app/revisions.ts";
import type { Program } from "#core/flow/program.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Activation } from "#core/model/ports/records.ts";
import {
  type ActiveFlow,
  type ActiveRecords,
  type ActiveSet,
  changesBetween,
  recordChanges,
} from "./active-flow.ts";

interface Deps {
  readonly records: ActiveRecords;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * What is active after a start: the files, which have passed the check, and the changes are recorded.
 * A file that a rollback has left aside, and that is still the same, stays aside.
 */
export async function startFlows(deps: Deps, files: readonly Program[]): Promise<ActiveSet> {
  const { records, clock, log } = deps;
  const before = new Map((await records.activeRevisions()).map((row) => [row.flow, row]));
  const set = new Map<string, ActiveFlow>();
  for (const program of files) {
    const kept = await keepRolledBack(deps, before.get(program.flow), program);
    if (kept !== undefined) log.warn("flow.file-left-aside", { flow: program.flow });
    set.set(program.flow, kept ?? { program });
  }
  const revisions = [...before].flatMap(([flow, { revision }]) =>
    revision === undefined ? [] : [[flow, revision] as const],
  );
  const changes = changesBetween(new Map(revisions), set);
  await recordChanges(records, changes, set, { who: "sapa", how: "start", clock });
  return set;
}

async function keepRolledBack(
  { records, log }: Deps,
  row: Activation | undefined,
  { revision: file }: Program,
): Promise<ActiveFlow | undefined> {
  if (row?.revision === undefined || row.aside !== file) return undefined;
  const program = await loadRevision(records, row.revision, log);
  return program === undefined ? undefined : { program, aside: file };
}

/** What was active when the database was last in use; a revision that is lost is left out, and told. */
export async function loadActive({ records, log }: Omit<Deps, "clock">): Promise<ActiveSet> {
  const set = new Map<string, ActiveFlow>();
  for (const { flow, revision, aside } of await records.activeRevisions()) {
    const program = revision === undefined ? undefined : await loadRevision(records, revision, log);
    if (program === undefined) continue;
    set.set(flow, aside === undefined ? { program } : { program, aside });
  }
  return set;
}
