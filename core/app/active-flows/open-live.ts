import { existsSync } from "node:fs";
import { join } from "node:path";
import { openDataKey } from "#core/app/data-key.ts";
import type { Host } from "#core/app/host.ts";
import { loadRevision } from "#core/app/revisions.ts";
import type { Program } from "#core/flow/program.ts";
import type { RevisionId } from "#core/lib/ids.ts";
import type { Records } from "#core/model/ports/records.ts";
import { openReadOnlyRecords } from "#core/store/open-read-only.ts";
import type { ActiveSet } from "./active-flow.ts";
import { loadActive } from "./start-flows.ts";

/** What a data folder says of flows, read beside the bot that may be running. */
export interface LiveFlows {
  readonly records: Records;
  readonly active: ActiveSet;
  load(revision: RevisionId): Promise<Program | undefined>;
  close(): void;
}

/** Undefined if there is no database in the data folder yet. */
export async function openLive({
  settings,
  random,
  clock,
  log,
}: Host): Promise<LiveFlows | undefined> {
  const file = join(settings.dataFolder, "sapa.db");
  if (!existsSync(file)) return undefined;
  const { codec } = openDataKey({ ...settings, random, isReadOnly: true });
  const database = openReadOnlyRecords(file, codec, clock);
  const { records } = database;
  try {
    const active = await loadActive({ records, log });
    const byRevision = new Map(
      [...active.values()].map(({ program }) => [program.revision, program]),
    );
    return {
      records,
      active,
      load: async (revision) =>
        byRevision.get(revision) ?? (await loadRevision(records, revision, log)),
      close: () => database.close(),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}
