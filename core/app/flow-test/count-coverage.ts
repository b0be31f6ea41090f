import { type FlowOutline, outlineFlow, type StepNode } from "#core/flow/compile/flow-outline.ts";
import { asList, asMap } from "#core/flow/compile/raw.ts";
import type { Way } from "#core/flow/define-step.ts";
import type { Position } from "#core/flow/finding.ts";
import type { Program } from "#core/flow/program.ts";
import { readYaml, type YamlSource } from "#core/flow/read/yaml-source.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import type { CoverageRecorder } from "./coverage-recorder.ts";

interface Count {
  readonly covered: number;
  readonly total: number;
}

/** A step that no test reached, or a way out of one that none took. */
export interface MissingPlace {
  readonly at: Position;
  /** `say`, or `if: not taken: else`. */
  readonly what: string;
}

/** How much of one flow the tests reached. */
export interface FlowCoverage {
  readonly flow: string;
  readonly file: string;
  readonly steps: Count;
  readonly branches: Count;
  /** In the order of the file. */
  readonly missing: readonly MissingPlace[];
}

/**
 * Counts steps and branches of the flows. A branch is a way out of a step that was written down: a
 * list inside it, a jump, or going on below where that is another way than these; and a `when` that
 * is not met. How loops end and what the engine does by itself is none.
 */
export function countCoverage(
  programs: readonly Program[],
  recorder: CoverageRecorder,
): readonly FlowCoverage[] {
  return programs.map((program) => countFlow(program, recorder));
}

/** Percent of steps and branches together, in [0, 100]; 100 if there is nothing. */
export function coveragePercent(flows: readonly FlowCoverage[]): number {
  const counts = flows.flatMap(({ steps, branches }) => [steps, branches]);
  const total = counts.reduce((sum, count) => sum + count.total, 0);
  const covered = counts.reduce((sum, count) => sum + count.covered, 0);
  return total === 0 ? 100 : (100 * covered) / total;
}

function countFlow(program: Program, recorder: CoverageRecorder): FlowCoverage {
  const source = readYaml(program.file, program.source);
  const outline = outlineFlow(asList(asMap(source.value)?.["steps"]));
  const isReached = (node: StepNode, mark: Parameters<CoverageRecorder["hasMark"]>[2]) =>
    recorder.hasMark(program, placeOf(node), mark);
  const missing: MissingPlace[] = [];
  let covered = 0;
  let branches = 0;
  let taken = 0;
  for (const node of outline.nodes) {
    const at = placeInFile(node, source);
    const verb = node.kind?.verb ?? "step";
    const isCovered = isReached(node, "enter");
    if (isCovered) covered += 1;
    else missing.push({ at, what: verb });
    for (const branch of branchesOf(node, outline)) {
      branches += 1;
      const isTaken = isBranchTaken(branch, node, isReached);
      if (isTaken) taken += 1;
      // Of a step that was not reached nothing more is said.
      else if (isCovered) missing.push({ at, what: `${verb}: not taken: ${branch.name}` });
    }
  }
  return {
    flow: program.flow,
    file: program.file,
    steps: { covered, total: outline.nodes.length },
    branches: { covered: taken, total: branches },
    missing,
  };
}

type Branch = { readonly name: string } & (
  | { readonly kind: "next" | "skip" }
  | { readonly kind: "list"; readonly first: StepNode }
  | { readonly kind: "goto"; readonly target: StepNode }
);

function branchesOf(node: StepNode, outline: FlowOutline): readonly Branch[] {
  const { reading } = node;
  if (reading === undefined) return [];
  const isLoop = reading.outline.lists.some((list) => list.isLoop === true);
  const found = new Map<string, Branch>();
  for (const way of isLoop ? [] : reading.outline.ways) {
    const branch = toBranch(way, node, outline);
    if (branch !== undefined) found.set(`${branch.kind} ${branch.name}`, branch);
  }
  // A single way is no choice: it is taken if the step is done.
  const ways = found.size < 2 ? [] : [...found.values()];
  const skip: Branch = { kind: "skip", name: "when is not met" };
  return reading.common.when === undefined ? ways : [...ways, skip];
}

function toBranch({ to }: Way, node: StepNode, outline: FlowOutline): Branch | undefined {
  switch (to.kind) {
    case "next":
      return { kind: "next", name: "on to the next step" };
    case "list": {
      const first = outline.lists.get([...node.path, ...to.path].join("/"))?.steps[0];
      const name = to.path
        .map((part) => (typeof part === "number" ? `${part + 1}` : part))
        .join(" ");
      return first === undefined ? undefined : { kind: "list", name, first };
    }
    case "step": {
      const target = outline.byId.get(to.id);
      const name = `${to.path.join(" ")} → ${to.id}`;
      return target === undefined ? undefined : { kind: "goto", name, target };
    }
    case "end":
      return undefined;
    default:
      return assertNever(to, "toBranch");
  }
}

function isBranchTaken(
  branch: Branch,
  node: StepNode,
  isReached: (node: StepNode, mark: Parameters<CoverageRecorder["hasMark"]>[2]) => boolean,
): boolean {
  switch (branch.kind) {
    case "next":
    case "skip":
      return isReached(node, branch.kind);
    case "goto":
      return isReached(node, `goto ${placeOf(branch.target)}`);
    case "list":
      return isReached(branch.first, "enter") || isReached(branch.first, "skip");
    default:
      return assertNever(branch, "isBranchTaken");
  }
}

function placeOf(node: StepNode): string {
  return `${node.list.name}/${node.index}`;
}

function placeInFile({ path, kind }: StepNode, source: YamlSource): Position {
  return source.at(kind === undefined ? path : [...path, kind.verb], "key");
}
