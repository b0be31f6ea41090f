import type { Catalog, CatalogAction } from "#core/flow/catalog.ts";
import { checkFlow } from "#core/flow/check/check-flow.ts";
import type { Expression } from "#core/flow/expression/compile-expression.ts";
import type { NameTypes } from "#core/flow/expression/name-types.ts";
import { comparePositions, type Finding, sortFindings } from "#core/flow/finding.ts";
import type { Program, Step } from "#core/flow/program.ts";
import { readDocument } from "#core/flow/read/read-document.ts";
import type { YamlSource } from "#core/flow/read/yaml-source.ts";
import { errorName, errorType } from "#core/flow/run/caught.ts";
import { advise } from "#core/flow/schema/advise.ts";
import { expressionText } from "#core/flow/schema/expression-schema.ts";
import {
  flowFrameSchema,
  flowHeadSchema,
  flowKeys,
  flowSchema,
} from "#core/flow/schema/flow-schema.ts";
import { meantByOtherWord } from "#core/flow/schema/other-words.ts";
import { pickBranch } from "#core/flow/schema/pick-branch.ts";
import { canonicalJson } from "#core/lib/json.ts";
import { parseOnce } from "#core/lib/parse-once.ts";
import type { OtherFlows } from "./around.ts";
import { compileInterrupts, interruptTargets } from "./compile-interrupts.ts";
import { compileMigrate } from "./compile-migrate.ts";
import { compileSlots } from "./compile-slots.ts";
import { compileTriggers } from "./compile-triggers.ts";
import { createStepBuilder, type FlowContext, targetOf } from "./create-step-builder.ts";
import { dropEchoes } from "./drop-echoes.ts";
import { factTypes } from "./fact-types.ts";
import { type FilledNames, followFills } from "./filled-names.ts";
import { findLocals } from "./find-locals.ts";
import type { CompiledFlow, FlowDraft } from "./flow-facts.ts";
import { drawGraph } from "./flow-graph.ts";
import { type FlowOutline, isWholeOutline, outlineFlow, type StepList } from "./flow-outline.ts";
import { flowRevision } from "./flow-revision.ts";
import { knownNames } from "./known-names.ts";
import { NameScopes } from "./name-scopes.ts";
import { placeExpression } from "./place-expression.ts";
import type { Placed } from "./placed.ts";
import { asList, asMap } from "./raw.ts";
import { createReport, type Report } from "./report.ts";
import { SecretFlow } from "./secret-flow.ts";

/** Reads a file's form, its slots and the layout of its steps. */
export function draftFlow(source: YamlSource): FlowDraft {
  const own: Finding[] = [];
  const report = createReport(source, own);
  const map = asMap(source.value) ?? {};
  const { slots, inputs, outputs } = compileAllSlots(map, report);
  const isStarted = asList(map["triggers"]).length > 0;
  const name = parseOnce(flowKeys.flow, map["flow"]);
  const outline = outlineFlow(asList(map["steps"]), interruptTargets(map["interrupts"]), {
    on_error: asList(map["on_error"]),
    on_cancel: asList(map["on_cancel"]),
  });
  return {
    source,
    flow: name.success ? name.data : undefined,
    slots,
    inputs,
    outputs,
    given: isStarted ? [] : [...inputs.keys()],
    outline,
    findings: preferOwn(own, findMisfits(source, outline)),
  };
}

/**
 * The findings of the source and of the schema. The schema of a whole flow is asked only where
 * something does not fit it: that every step was read and the frame around them is right says so too.
 */
function findMisfits(source: YamlSource, outline: FlowOutline): readonly Finding[] {
  const isRead = isWholeOutline(outline) && parseOnce(flowFrameSchema, source.value).success;
  if (isRead) return source.findings;
  const how = { pickBranch, meant: meantByOtherWord, advise };
  return readDocument(flowSchema, source, how).findings;
}

/** Slots, inputs and outputs: one name stands for one of them. */
function compileAllSlots(map: Readonly<Record<string, unknown>>, report: Report) {
  const slots = compileSlots(map["slots"], report);
  const inputs = compileSlots(map["inputs"], report, "inputs");
  const outputs = compileSlots(map["outputs"], report, "outputs");
  const all = new Map(slots);
  for (const [key, some] of [["inputs", inputs] as const, ["outputs", outputs] as const]) {
    for (const [name, slot] of some) {
      if (all.has(name)) {
        const message = `"${name}" is the name of something else already`;
        report({ code: "FLOW_NAME_TWICE", path: [key, name], part: "key", message });
      } else all.set(name, slot);
    }
  }
  return { slots: all, inputs, outputs };
}

/** At one place, what the compiler knows says more than what the schema knows. */
function preferOwn(own: readonly Finding[], read: readonly Finding[]): readonly Finding[] {
  const isTold = (finding: Finding) =>
    finding.code.startsWith("FLOW_") &&
    own.some((other) => comparePositions(other.at, finding.at) === 0);
  return [...own, ...read.filter((finding) => !isTold(finding))];
}

/**
 * Compiles and checks one flow; `profile` are the types of what contacts' profiles hold, `flows` those
 * beside it. The program has no callees yet.
 */
export function compileFlow(
  draft: FlowDraft,
  catalog: Catalog,
  profile: NameTypes | undefined,
  flows?: OtherFlows,
): CompiledFlow {
  const { source, outline, slots } = draft;
  const found: Finding[] = [];
  const report = createReport(source, found);
  const reads = new Set<string>();
  const around = { actions: catalog.actions, ...(flows === undefined ? {} : { flows }) };
  const graph = drawGraph(outline, around);
  const fills = followFills(outline, graph, slots, draft.given);
  const locals = findLocals(outline, slots, around);
  const personal = parseOnce(flowKeys.reads, asMap(source.value)?.["reads"]).data ?? [];
  const triggers = compileTriggers(
    asMap(source.value)?.["triggers"],
    factTypes(profile, catalog, true, personal),
    source,
    report,
  );
  const interrupts = compileInterrupts(
    asMap(source.value)?.["interrupts"],
    outline,
    catalog,
    report,
  );
  const migrate = compileMigrate(asMap(source.value)?.["migrate"], outline, report);
  const scopes = new NameScopes(factTypes(profile, catalog, false, personal), slots, locals);
  const onRead = (name: string) => reads.add(name);
  const inside = new Map<string, NameTypes>();
  if (outline.lists.has("on_error")) inside.set("on_error", { [errorName]: errorType });
  const onBind = (list: string, names: NameTypes) => inside.set(list, names);
  const used = new Map<string, CatalogAction>();
  const onUse = (action: CatalogAction) => used.set(action.name, action);
  const secrets = new SecretFlow(slots, flows?.secrets ?? []);
  const context = {
    source,
    report,
    catalog,
    around,
    outline,
    slots,
    secrets,
    onRead,
    onBind,
    onUse,
  };
  const lists = compileLists(context, scopes, fills, inside);
  secrets.report(report);
  const isSound = !hasError([...draft.findings, ...found]);
  checkFlow({ draft, catalog, around, triggers, graph, fills, locals, reads, isSound }, report);
  const findings = sortFindings(dropEchoes([...draft.findings, ...found], source, outline));
  if (hasError(findings)) return { draft, triggers, program: undefined, findings };
  const bound = [...inside.values()].flatMap((names) => Object.keys(names));
  const names = [...new Set([...locals.keys(), ...bound])];
  const expects = findExpected(outline, fills, new Set([...slots.keys(), ...locals.keys()]));
  const program = assemble(draft, used, {
    triggers,
    interrupts,
    migrate,
    expects,
    lists,
    locals: names,
  });
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

/** The actions in an order of their own: where in the flow they stand is in its text. */
function actionParts(used: ReadonlyMap<string, CatalogAction>): readonly unknown[] {
  const actions = [...used.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return actions.map(({ name, input, output, isIdempotent }) => ({
    action: [name, canonicalJson(input), canonicalJson(output), isIdempotent],
  }));
}

/** The names that the flow takes for granted at its steps that hold runs, by their ids. */
function findExpected(
  outline: FlowOutline,
  fills: FilledNames,
  own: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const places = [...outline.byId].filter(([, { kind }]) => kind?.holdsRuns === true);
  return new Map(
    places.map(([id, { order }]) => {
      const filled = fills.filled[order] ?? new Set<string>();
      return [id, [...filled].filter((name) => own.has(name))];
    }),
  );
}

function assemble(
  draft: FlowDraft,
  used: ReadonlyMap<string, CatalogAction>,
  parts: Pick<Program, "triggers" | "interrupts" | "migrate" | "expects" | "lists" | "locals">,
): Program | undefined {
  const { source, outline, slots, flow } = draft;
  const parsed = parseOnce(flowHeadSchema, source.value);
  if (!parsed.success || flow === undefined || !outline.isWhole) return undefined;
  const {
    description,
    purpose,
    mode,
    debounce: debounceMs,
    reads,
    voice: hearsVoice,
  } = parsed.data;
  return {
    flow,
    revision: flowRevision(source, actionParts(used)),
    file: source.file,
    source: source.text,
    bundle: source.text,
    description,
    purpose,
    mode,
    debounceMs,
    reads,
    hearsVoice,
    ...parts,
    slots,
    outputs: [...draft.outputs.keys()],
    callees: new Map(),
    targets: new Map([...outline.byId].map(([id, node]) => [id, targetOf(node)])),
  };
}
