import type { BotFile } from "#core/app/bot-folder.ts";
import { findNotUtf8 } from "#core/app/find-not-utf8.ts";
import { loadedCompiler } from "#core/app/load-compiler.ts";
import type { Catalog } from "#core/flow/catalog.ts";
import type { CompiledFlows } from "#core/flow/compile-flows.ts";
import type { Finding } from "#core/flow/finding.ts";
import type { Program } from "#core/flow/program.ts";
import { BotError } from "#core/lib/bot-error.ts";
import type { RevisionId } from "#core/lib/ids.ts";
import { nearest } from "#core/lib/nearest.ts";
import type { ActiveFlow, ActiveSet } from "./active-flow.ts";

/** What would be active; undefined if the check does not pass. */
export interface Proposal {
  readonly set: ActiveSet | undefined;
  readonly findings: readonly Finding[];
  /** What the findings speak of. */
  readonly files: readonly BotFile[];
}

/**
 * What would be active with the files of some flows, or of all: one without a file is taken away. The
 * set is checked as a whole, files that are not asked for aside: a broken one is in nobody's way. A
 * flow that calls a changed one changes with it. Throws `USE_WRONG` for a name that is none.
 */
export function proposeFiles(
  active: ActiveSet,
  files: readonly BotFile[],
  catalog: Catalog,
  flows: readonly string[] | undefined,
): Proposal {
  if (flows === undefined) return check(active, files, catalog, new Set(active.keys()));
  const byFlow = new Map(files.map((file) => [flowOf(file), file]));
  for (const flow of flows) {
    if (!byFlow.has(flow) && !active.has(flow)) {
      throw unknownFlow(flow, [...byFlow.keys(), ...active.keys()]);
    }
  }
  const wanted = flows.flatMap((flow) => byFlow.get(flow) ?? []);
  const others = othersOf(active, flows);
  return check(active, [...wanted, ...others], catalog, new Set(flows));
}

/** What would be active with an earlier revision of one flow in place of what is. */
export function proposeRevision(
  active: ActiveSet,
  program: Program,
  aside: RevisionId | undefined,
  catalog: Catalog,
): Proposal {
  const { flow, file, source: text } = program;
  const sources = [{ file, text }, ...othersOf(active, [flow])];
  const { set, ...told } = check(active, sources, catalog, new Set([flow]));
  if (set === undefined) return { set, ...told };
  // With the flows that it called on its day: a rollback brings back the whole of it.
  const back: ActiveFlow = aside === undefined ? { program } : { program, aside };
  return { set: new Map([...set, [flow, back]]), ...told };
}

function othersOf(active: ActiveSet, but: readonly string[]): readonly BotFile[] {
  return [...active]
    .filter(([flow]) => !but.includes(flow))
    .map(([, { program }]) => ({ file: program.file, text: program.source }));
}

function check(
  active: ActiveSet,
  files: readonly BotFile[],
  catalog: Catalog,
  changing: ReadonlySet<string>,
): Proposal {
  const garbled = files.flatMap(findNotUtf8);
  const { programs, findings }: Pick<CompiledFlows, "programs" | "findings"> =
    garbled.length > 0
      ? { programs: [], findings: garbled }
      : loadedCompiler().compileFlows(files, catalog);
  if (findings.some(({ severity }) => severity === "error")) {
    return { set: undefined, findings, files };
  }
  const set = new Map<string, ActiveFlow>();
  for (const program of programs) {
    const before = active.get(program.flow);
    const isPinned = before?.aside !== undefined && !changing.has(program.flow);
    set.set(program.flow, isPinned ? before : { program });
  }
  return { set, findings, files };
}

/** The name of a flow in its file, broken or not: that of the file if there is none in it. */
function flowOf({ file, text }: BotFile): string {
  const named = /^flow:\s*["']?([a-z][a-z0-9_]*)/m.exec(text)?.[1];
  return named ?? /([^/\\]*)\.flow\.yaml$/.exec(file)?.[1] ?? file;
}

export function unknownFlow(flow: string, names: readonly string[]): BotError {
  const known = [...new Set(names)];
  const near = nearest(flow, known);
  const hint = near === undefined ? `There are: ${known.join(", ")}.` : `Did you mean "${near}"?`;
  return new BotError("USE_WRONG", `there is no flow "${flow}"`, { hint });
}
