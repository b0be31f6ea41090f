import { migrateRun } from "#core/flow/migrate/migrate-run.ts";
import type { Program } from "#core/flow/program.ts";
import type { RevisionId } from "#core/lib/ids.ts";
import type { Records } from "#core/model/ports/records.ts";
import { type Run, restingPlace } from "#core/model/run.ts";

/** Conversations that are looked at one by one; of more than that the first are told. */
const maxRuns = 50_000;
const pageSize = 500;

/** What becomes of conversations at one place. */
export interface Fate {
  readonly becomes: "stays" | "moves" | "restarts" | "handed-off" | "begins";
  /** The step that they move to, or why they do not. */
  readonly detail: string;
  readonly count: number;
}

/** Conversations at one place of one revision, and what becomes of them. */
export interface LivePlace {
  readonly revision: RevisionId;
  readonly state: Run["state"];
  /** As `restingPlace` says it; empty at a step without an id. */
  readonly step: string;
  readonly count: number;
  readonly fates: readonly Fate[];
}

export interface LiveJudgement {
  readonly places: readonly LivePlace[];
  /** True if there are more than were looked at. */
  readonly isCut: boolean;
}

/**
 * What becomes of every live conversation of a flow once `to` is active: the very rule that will be
 * applied, with the values that each has. `load` finds earlier revisions.
 */
export async function judgeLive(
  records: Pick<Records, "liveRuns">,
  flow: string,
  to: Program | undefined,
  load: (revision: RevisionId) => Promise<Program | undefined>,
): Promise<LiveJudgement> {
  const places = new Map<string, { readonly run: Run; readonly fates: Map<string, Fate> }>();
  const known = new Map<RevisionId, Program | undefined>();
  let after: Run | undefined;
  let seen = 0;
  for (;;) {
    const page = await records.liveRuns(flow, after, pageSize);
    for (const run of page) {
      if (!known.has(run.revision)) known.set(run.revision, await load(run.revision));
      const key = JSON.stringify([run.revision, run.state, restingPlace(run)]);
      const place = places.get(key) ?? { run, fates: new Map<string, Fate>() };
      places.set(key, place);
      const { becomes, detail } = judge(run, known.get(run.revision), to);
      const before = place.fates.get(`${becomes} ${detail}`)?.count ?? 0;
      place.fates.set(`${becomes} ${detail}`, { becomes, detail, count: before + 1 });
    }
    seen += page.length;
    after = page.at(-1);
    if (page.length < pageSize || seen >= maxRuns) break;
  }
  return { places: [...places.values()].map(toPlace), isCut: seen >= maxRuns };
}

function toPlace({
  run,
  fates,
}: {
  readonly run: Run;
  readonly fates: ReadonlyMap<string, Fate>;
}): LivePlace {
  const { revision, state } = run;
  const all = [...fates.values()];
  const count = all.reduce((sum, fate) => sum + fate.count, 0);
  return { revision, state, step: restingPlace(run), count, fates: all };
}

function judge(run: Run, from: Program | undefined, to: Program | undefined): Omit<Fate, "count"> {
  if (run.state === "queued") {
    return { becomes: "begins", detail: to === undefined ? "on its own revision" : "" };
  }
  if (to === undefined) return { becomes: "stays", detail: "the flow is taken away" };
  if (run.revision === to.revision) return { becomes: "stays", detail: "" };
  const isAsked = run.declined !== to.revision;
  const migration = isAsked ? migrateRun(run, from, to, (slot) => slot.initial) : undefined;
  if (migration === undefined) return { becomes: "stays", detail: "" };
  if (migration.kind === "moved") return { becomes: "moves", detail: migration.step };
  const detail = `${migration.why} ${migration.name}`.trim();
  const { otherwise } = migration;
  if (otherwise === "finish") return { becomes: "stays", detail };
  return { becomes: otherwise === "restart" ? "restarts" : "handed-off", detail };
}
