import type { Program } from "#core/flow/program.ts";
import type { RevisionId } from "#core/lib/ids.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Activation, Records } from "#core/model/ports/records.ts";

/** The revision of a flow that new conversations begin on. */
export interface ActiveFlow {
  readonly program: Program;
  /** What the file says since a rollback left it aside; a start takes up anything else. */
  readonly aside?: RevisionId;
}

/** What is active, by flow. */
export type ActiveSet = ReadonlyMap<string, ActiveFlow>;

/** Another revision of a flow; without `from` it is new, without `to` it was taken away. */
export interface FlowChange {
  readonly flow: string;
  readonly from?: RevisionId;
  readonly to?: RevisionId;
}

export type ActiveRecords = Pick<
  Records,
  "putRevision" | "revision" | "activate" | "activations" | "activeRevisions" | "appendAudit"
>;

export function toActiveSet(programs: readonly Program[]): ActiveSet {
  return new Map(programs.map((program) => [program.flow, { program }]));
}

export function programsOf(set: ActiveSet): readonly Program[] {
  return [...set.values()].map(({ program }) => program);
}

/** The flows whose revision differs, by name. */
export function changesBetween(
  before: ReadonlyMap<string, RevisionId>,
  after: ActiveSet,
): readonly FlowChange[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return names.flatMap((flow) => {
    const from = before.get(flow);
    const to = after.get(flow)?.program.revision;
    if (from === to) return [];
    return {
      flow,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    };
  });
}

export function revisionsOf(set: ActiveSet): ReadonlyMap<string, RevisionId> {
  return new Map([...set].map(([flow, { program }]) => [flow, program.revision]));
}

/** Keeps the revisions first: what is active can always be read again. */
export async function recordChanges(
  records: ActiveRecords,
  changes: readonly FlowChange[],
  after: ActiveSet,
  by: Pick<Activation, "who" | "how"> & { readonly clock: Clock },
): Promise<void> {
  if (changes.length === 0) return;
  const { clock, who, how } = by;
  const at = clock.now();
  const written = changes.map(({ flow }) => after.get(flow)?.program ?? []).flat();
  // Together: they share a commit.
  await Promise.all(
    written.map(({ revision: id, flow, file, bundle: source }) =>
      records.putRevision({ id, flow, file, source, createdAt: at }),
    ),
  );
  const activations = changes.map(({ flow, to }): Activation => {
    const aside = after.get(flow)?.aside;
    return {
      flow,
      at,
      who,
      how,
      ...(to === undefined ? {} : { revision: to }),
      ...(aside === undefined ? {} : { aside }),
    };
  });
  await records.activate(activations);
  const data = { how, flows: changes.map((change) => ({ ...change })) };
  await records.appendAudit({ at, who, what: "flow.activated", data });
}
