import type { Catalog } from "#core/flow/catalog.ts";
import { checkFlow } from "#core/flow/check/check-flow.ts";
import { findNotYet } from "#core/flow/check/find-not-yet.ts";
import type { Expression } from "#core/flow/expression/compile-expression.ts";
import type { NameTypes } from "#core/flow/expression/name-types.ts";
import { comparePositions, type Finding, sortFindings } from "#core/flow/finding.ts";
import type { Program, Step } from "#core/flow/program.ts";
import { readDocument } from "#core/flow/read/read-document.ts";
import type { YamlSource } from "#core/flow/read/yaml-source.ts";
import { expressionText } from "#core/flow/schema/expression-schema.ts";
import { flowHeadSchema, flowKeys, flowSchema } from "#core/flow/schema/flow-schema.ts";
import { pickBranch } from "#core/flow/schema/pick-branch.ts";
import { compileSlots } from "./compile-slots.ts";
import { compileTriggers } from "./compile-triggers.ts";
import { createStepBuilder, type FlowContext, targetOf } from "./create-step-builder.ts";
import { factTypes } from "./fact-types.ts";
import { type FilledNames, followFills } from "./filled-names.ts";
import { findLocals } from "./find-locals.ts";
import type { CompiledFlow, FlowDraft } from "./flow-facts.ts";
import { drawGraph } from "./flow-graph.ts";
import { outlineFlow, type StepList } from "./flow-outline.ts";
import { flowRevision } from "./flow-revision.ts";
import { knownNames } from "./known-names.ts";
import { NameScopes } from "./name-scopes.ts";
import { placeExpression } from "./place-expression.ts";
import type { Placed } from "./placed.ts";
import { asList, asMap } from "./raw.ts";
import { createReport } from "./report.ts";
import type { Trigger } from "./trigger.ts";

/** Reads a file's form, its slots and the layout of its steps. */
export function draftFlow(source: YamlSource): FlowDraft {
  const own: Finding[] = [];
  const report = createReport(source, own);
  const reading = readDocument(flowSchema, source, { pickBranch });
  findNotYet(source.value, report);
  const map = asMap(source.value) ?? {};
  const slots = compileSlots(map["slots"], report);
  const name = flowKeys.flow.safeParse(map["flow"]);
  return {
    source,
    flow: name.success ? name.data : undefined,
    slots,
    outline: outlineFlow(asList(map["steps"])),
    findings: preferOwn(own, reading.findings),
  };
}

/** At one place, what the compiler knows says more than what the schema knows. */
function preferOwn(own: readonly Finding[], read: readonly Finding[]): readonly Finding[] {
  const isTold = (finding: Finding) =>
    finding.code.startsWith("FLOW_") &&
    own.some((other) => comparePositions(other.at, finding.at) === 0);
  return [...own, ...read.filter((finding) => !isTold(finding))];
}

/** Compiles and checks one flow; `profile` are the types of what contacts' profiles hold. */
export function compileFlow(
  draft: FlowDraft,
  catalog: Catalog,
  profile: NameTypes | undefined,
): CompiledFlow {
  const { source, outline, slots } = draft;
  const found: Finding[] = [];
  const report = createReport(source, found);
  const reads = new Set<string>();
  const graph = drawGraph(outline);
  const fills = followFills(outline, graph, slots);
  const locals = findLocals(outline, slots);
  const triggers = compileTriggers(
    asMap(source.value)?.["triggers"],
    factTypes(profile, catalog.env, true),
    source,
    report,
  );
  const scopes = new NameScopes(factTypes(profile, catalog.env, false), slots, locals);
  const onRead = (name: string) => reads.add(name);
  const inside = new Map<string, NameTypes>();
  const onBind = (list: string, names: NameTypes) => inside.set(list, names);
  const context = { source, report, catalog, outline, slots, onRead, onBind };
  const lists = compileLists(context, scopes, fills, inside);
  const isSound = !hasError([...draft.findings, ...found]);
  checkFlow({ draft, catalog, triggers, graph, fills, locals, reads, isSound }, report);
  const findings = sortFindings(dropEchoes([...draft.findings, ...found], source));
  if (hasError(findings)) return { draft, triggers, program: undefined, findings };
  const program = assemble(draft, triggers, lists);
  if (program !== undefined) return { draft, triggers, program, findings };
  return { draft, triggers, program, findings: [...findings, unreadable(draft)] };
}

/** A flow without a program must have an error, even one that the schema did not see. */
function unreadable({ outline, source }: FlowDraft): Finding {
  const path = outline.nodes.find((node) => node.reading === undefined)?.path ?? ["steps"];
  const message = "this step cannot be read";
  return { code: "FLOW_STEP_INVALID", severity: "error", at: source.at(path), message };
}

function hasError(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === "error");
}

/**
 * Leaves out what only follows from a broken form: what is said of a place that YAML complains of
 * already, and all that comes after the first break, where the structure is a guess.
 */
function dropEchoes(findings: readonly Finding[], source: YamlSource): readonly Finding[] {
  const { brokenAt, value } = source;
  const broken = findings.filter(
    (found) => found.code.startsWith("YAML_") && found.severity === "error",
  );
  return findings.filter((found) => {
    if (!found.code.startsWith("FLOW_")) return true;
    if (value === undefined && broken.length > 0) return false;
    if (brokenAt !== undefined && comparePositions(found.at, brokenAt) >= 0) return false;
    return !broken.some((other) => comparePositions(other.at, found.at) === 0);
  });
}

function compileLists(
  context: FlowContext,
  scopes: NameScopes,
  fills: FilledNames,
  inside: ReadonlyMap<string, NameTypes>,
): ReadonlyMap<string, readonly Step[]> {
  const { outline, source, report, slots, onRead } = context;
  const lists = new Map<string, Step[]>([...outline.lists.keys()].map((name) => [name, []]));
  const everything = new Set([...slots.keys(), ...scopes.localNames()]);
  for (const node of outline.nodes) {
    const { reading } = node;
    if (reading === undefined) continue;
    const bound = boundNames(node.list, inside);
    // With a step missing nobody knows what is filled: say nothing rather than something wrong.
    const isSure = outline.isWhole && fills.isReached[node.order] === true;
    const filled = isSure ? (fills.filled[node.order] ?? everything) : everything;
    const { when: condition } = reading.common;
    let when: Placed<Expression> | undefined;
    let known: readonly string[] = [];
    if (condition !== undefined) {
      const wanted = { kinds: ["boolean"] } as const;
      const path = [...node.path, "when"];
      when = placeExpression(
        path,
        condition,
        wanted,
        { ...scopes.at(filled), ...bound },
        source,
        report,
      );
      when.value.names.forEach(onRead);
      known = knownNames(expressionText(condition)).whenTrue;
    }
    const sure = known.length === 0 ? filled : new Set([...filled, ...known]);
    const names = { ...scopes.at(sure), ...bound };
    const code = reading.compile(createStepBuilder(node, names, context));
    const at = source.at(node.path);
    lists.get(node.list.name)?.push({ verb: node.kind?.verb ?? "", id: node.id, at, when, code });
  }
  return lists;
}

/** Names that the loops around a list bring in. */
function boundNames(list: StepList, inside: ReadonlyMap<string, NameTypes>): NameTypes {
  const { parent } = list;
  const outer = parent === undefined ? {} : boundNames(parent.list, inside);
  return { ...outer, ...inside.get(list.name) };
}

function assemble(
  draft: FlowDraft,
  triggers: readonly Trigger[],
  lists: ReadonlyMap<string, readonly Step[]>,
): Program | undefined {
  const { source, outline, slots, flow } = draft;
  const parsed = flowHeadSchema.safeParse(source.value);
  if (!parsed.success || flow === undefined || !outline.isWhole) return undefined;
  const { description, purpose, mode } = parsed.data;
  return {
    flow,
    revision: flowRevision(source),
    file: source.file,
    source: source.text,
    description,
    purpose,
    mode,
    triggers,
    slots,
    locals: [
      ...findLocals(outline, slots).keys(),
      ...outline.nodes.flatMap((node) => node.reading?.outline.binds?.name ?? []),
    ],
    lists,
    targets: new Map([...outline.byId].map(([id, node]) => [id, targetOf(node)])),
  };
}
