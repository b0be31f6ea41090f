import { type Catalog, openCatalog } from "./catalog.ts";
import { checkFlowSet } from "./check/check-flow-set.ts";
import { compileFlow, draftFlow } from "./compile/compile-flow.ts";
import { createOtherFlows } from "./compile/describe-called.ts";
import type { CompiledFlow, FlowDraft } from "./compile/flow-facts.ts";
import { linkPrograms, splitBundle } from "./compile/link-programs.ts";
import { slotValueType } from "./compile/slot.ts";
import type { NameTypes } from "./expression/name-types.ts";
import { type Finding, sortFindings } from "./finding.ts";
import type { Program } from "./program.ts";
import { readYaml } from "./read/yaml-source.ts";

/** A `*.flow.yaml` file; `file` is the name that findings carry, such as `flows/coffee.flow.yaml`. */
export interface FlowSource {
  readonly file: string;
  readonly text: string;
}

export interface CompiledFlows {
  /** The flows without an error, in the order of their file names. */
  readonly programs: readonly Program[];
  /** Everything found in all files, in source order. */
  readonly findings: readonly Finding[];
  /** The types of what contacts' profiles hold. */
  readonly profile: NameTypes;
}

/**
 * Reads, checks and compiles the flows of a bot together: each by itself, then what they have
 * between them, such as two triggers for one word. Never throws; the same sources and catalog give
 * the same result.
 */
export function compileFlows(sources: readonly FlowSource[], catalog: Catalog): CompiledFlows {
  const inOrder = sources.toSorted((a, b) => (a.file < b.file ? -1 : 1));
  const drafts = inOrder.map(({ file, text }) => draftFlow(readYaml(file, text)));
  const profile = profileTypes(drafts);
  const flows = compileDrafts(drafts, catalog, profile);
  const between = checkFlowSet(flows, catalog);
  const refused = new Set(
    between.filter((found) => found.severity === "error").map((found) => found.at.file),
  );
  return {
    programs: linkFlows(flows).filter((program) => !refused.has(program.file)),
    findings: sortFindings([...flows.flatMap((flow) => flow.findings), ...between]),
    profile,
  };
}

function compileDrafts(
  drafts: readonly FlowDraft[],
  catalog: Catalog,
  profile: NameTypes | undefined,
): readonly CompiledFlow[] {
  const others = createOtherFlows(drafts, catalog.actions);
  return drafts.map((draft) => compileFlow(draft, catalog, profile, others));
}

/** The programs of the flows without an error, each with those that it can call. */
function linkFlows(flows: readonly CompiledFlow[]): readonly Program[] {
  const calls = flows.map(({ draft }) => {
    const names = draft.outline.nodes.flatMap(({ reading }) => reading?.outline.calls ?? []);
    return [draft.flow ?? "", names] as const;
  });
  return linkPrograms(
    flows.flatMap(({ program }) => program ?? []),
    new Map(calls),
  );
}

/**
 * Compiles one stored revision again from its `bundle`. What bot.yaml or the other flows have lost since
 * it was activated does not matter; undefined only if the text is no flow of this language.
 */
export function compileRevision(source: FlowSource): Program | undefined {
  return compileBundle(source, openCatalog, undefined);
}

/** Compiles the first flow of a bundle, without a word about what is wrong with it. */
export function compileBundle(
  source: FlowSource,
  catalog: Catalog,
  profile: NameTypes | undefined,
): Program | undefined {
  const drafts = splitBundle(source.file, source.text).map(({ file, text }) =>
    draftFlow(readYaml(file, text)),
  );
  const programs = linkFlows(compileDrafts(drafts, catalog, profile));
  return programs.find(({ flow }) => flow === drafts[0]?.flow);
}

/** The types of `contact.profile`: every slot of any flow that is kept with the contact. */
function profileTypes(drafts: readonly ReturnType<typeof draftFlow>[]): NameTypes {
  const kept = drafts.flatMap((draft) =>
    [...draft.slots.values()].filter((slot) => slot.keep === "contact"),
  );
  return Object.fromEntries(
    kept.map((slot) => [slot.name, { ...slotValueType(slot), nullable: true }]),
  );
}
