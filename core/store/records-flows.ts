import { and, desc, eq, inArray, max, sql } from "drizzle-orm";
import { parseJson } from "#core/lib/json.ts";
import type { Activation, Records } from "#core/model/ports/records.ts";
import { restingPlace, runSchema } from "#core/model/run.ts";
import type { RecordsDeps } from "./records-deps.ts";
import { activationTable, revisionTable } from "./schema-shelf.ts";
import { runTable } from "./schema-traffic.ts";

type Flows = Pick<
  Records,
  | "putRevision"
  | "revision"
  | "activate"
  | "activations"
  | "activeRevisions"
  | "countLiveRuns"
  | "liveRuns"
>;

/** Written once: a start puts every flow of the bot. */
function preparePut(orm: RecordsDeps["orm"]) {
  return orm
    .insert(revisionTable)
    .values({
      id: sql.placeholder("id"),
      flow: sql.placeholder("flow"),
      file: sql.placeholder("file"),
      source: sql.placeholder("source"),
      createdAt: sql.placeholder("createdAt"),
    })
    .onConflictDoNothing()
    .prepare();
}

/** Revisions, which of them is active, and the runs that live on them. */
export function createFlowRecords({ orm, group, codec }: RecordsDeps): Flows {
  // Written out: with a bound value the partial index would not be used.
  const isLive = sql`${runTable.isLive} = 1`;
  let put: ReturnType<typeof preparePut> | undefined;
  return {
    putRevision: ({ id, flow, file, source, createdAt }) =>
      group.write(() => {
        put ??= preparePut(orm);
        put.run({ id, flow, file, source, createdAt });
      }),
    revision: (id) =>
      group.read(() => orm.select().from(revisionTable).where(eq(revisionTable.id, id)).get()),
    activate: (activations) =>
      group.write(() => {
        for (const { revision = null, aside = null, ...rest } of activations) {
          orm
            .insert(activationTable)
            .values({ ...rest, revision, aside })
            .run();
        }
      }),
    activations: ({ flow, limit }) =>
      group.read(() =>
        orm
          .select()
          .from(activationTable)
          .where(flow === undefined ? undefined : eq(activationTable.flow, flow))
          .orderBy(desc(activationTable.seq))
          .limit(limit)
          .all()
          .map(toActivation),
      ),
    activeRevisions: () =>
      group.read(() => {
        const newest = orm
          .select({ seq: max(activationTable.seq) })
          .from(activationTable)
          .groupBy(activationTable.flow);
        const rows = orm.select().from(activationTable).where(inArray(activationTable.seq, newest));
        return rows.orderBy(activationTable.flow).all().map(toActivation);
      }),
    countLiveRuns: ({ flow, limit }) =>
      group.read(() => {
        const { flow: name, revision, state, step } = runTable;
        return orm
          .select({ flow: name, revision, state, step, count: sql<number>`count(*)` })
          .from(runTable)
          .where(flow === undefined ? isLive : and(isLive, eq(name, flow)))
          .groupBy(name, revision, state, step)
          .orderBy(name, revision, state, step)
          .limit(limit)
          .all();
      }),
    liveRuns: (flow, after, limit) =>
      group.read(() => {
        const { revision, state, step, id } = runTable;
        // The order of the index: a page costs what it holds.
        const isLater =
          after === undefined
            ? undefined
            : sql`(${revision}, ${state}, ${step}, ${id}) > (${after.revision}, ${after.state}, ${restingPlace(after)}, ${after.id})`;
        const rows = orm.select({ id, body: runTable.body }).from(runTable);
        return rows
          .where(and(isLive, eq(runTable.flow, flow), isLater))
          .orderBy(revision, state, step, id)
          .limit(limit)
          .all()
          .map((row) => parseJson(runSchema, codec.decode(row.body, `run/${row.id}`), "run"));
      }),
  };
}

function toActivation(row: typeof activationTable.$inferSelect): Activation {
  const { flow, revision, at, who, how, aside } = row;
  return {
    flow,
    at,
    who,
    how,
    ...(revision === null ? {} : { revision }),
    ...(aside === null ? {} : { aside }),
  };
}
