import type { YamlPath } from "#core/flow/read/yaml-source.ts";
import { migrateSchema } from "#core/flow/schema/migrate-schema.ts";
import type { RevisionId } from "#core/lib/ids.ts";
import { nearest } from "#core/lib/nearest.ts";
import { parseOnce } from "#core/lib/parse-once.ts";
import type { FlowOutline, StepNode } from "./flow-outline.ts";
import type { Report } from "./report.ts";

/** What becomes of a run that does not fit. */
export type MigrateElse = "finish" | "restart" | "handoff";

/** What a revision says of the runs of earlier ones. */
export interface Migrate {
  /** Whether it speaks of the runs of a revision. */
  accepts(revision: RevisionId): boolean;
  /** Old id → new id, where they differ. */
  readonly map: ReadonlyMap<string, string>;
  readonly otherwise: MigrateElse;
}

/** Compiles `migrate` if it has the right form; the reader told of the rest. */
export function compileMigrate(
  value: unknown,
  outline: FlowOutline,
  report: Report,
): Migrate | undefined {
  const parsed = parseOnce(migrateSchema, value);
  if (value === undefined || !parsed.success) return undefined;
  const { from = "any", map = {}, else: otherwise = "finish" } = parsed.data;
  for (const [old, id] of Object.entries(map)) {
    checkPlace(id, ["migrate", "map", old], outline, report);
  }
  return {
    accepts: (revision) =>
      from === "any" || from.some((beginning) => revision.startsWith(beginning)),
    map: new Map(Object.entries(map)),
    otherwise,
  };
}

/** A run comes to stand at the step, so it must be there and be one that holds runs. */
function checkPlace(id: string, path: YamlPath, outline: FlowOutline, report: Report): void {
  const node = outline.byId.get(id);
  if (node === undefined) {
    const places = [...outline.byId].filter(([, other]) => holdsRuns(other)).map(([name]) => name);
    const near = nearest(id, places);
    const known =
      places.length === 0
        ? "no step with an id holds runs"
        : `ids: ${places.slice(0, 12).join(", ")}`;
    const hint = near === undefined ? known : `did you mean "${near}"?`;
    report({ code: "FLOW_STEP_NOWHERE", path, message: `no step has the id "${id}"`, hint });
    return;
  }
  if (holdsRuns(node)) return;
  report({
    code: "FLOW_MIGRATE_NO_REST",
    path,
    message: `"${id}" is a step at which no conversation rests: none can move there`,
    hint: "name a question, a wait, an action, a handoff, or the each, try or call around it",
  });
}

/** Nothing rests in `on_error` and `on_cancel`, whatever stands there. */
function holdsRuns({ kind, path }: StepNode): boolean {
  return kind?.holdsRuns === true && path[0] === "steps";
}
