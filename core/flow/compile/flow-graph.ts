import type { Way } from "#core/flow/define-step.ts";
import type { YamlPath } from "#core/flow/read/yaml-source.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import type { Around } from "./around.ts";
import { canReachList, type FlowOutline, type StepList, type StepNode } from "./flow-outline.ts";
import type { Passage } from "./passage.ts";

/** A way from step to step; `to` is undefined where the run ends. */
export interface Edge {
  readonly from: StepNode;
  readonly to: StepNode | undefined;
  readonly after: Passage;
  readonly fills: readonly string[];
  readonly empties: readonly string[];
  /** Whether it begins another round of a loop that ends by itself. */
  readonly isRound: boolean;
}

/** Step by number → the ways out of it. */
export type FlowGraph = readonly (readonly Edge[])[];

const nothing = { kind: "nothing" } as const;

/** Draws every way that a run can take, without running it. */
export function drawGraph(outline: FlowOutline, around: Around): FlowGraph {
  return outline.nodes.map((node) => {
    const edges: Edge[] = [];
    const { reading } = node;
    const onward = placesAfter(node);
    // A step with a condition may be skipped; so may one that could not be read.
    const isSkippable = reading === undefined || reading.common.when !== undefined;
    if (isSkippable) {
      for (const { to, isRound } of onward) {
        edges.push({ from: node, to, after: nothing, fills: [], empties: [], isRound });
      }
    }
    for (const way of reading?.outline.ways ?? []) {
      const { fills, empties = [] } = way;
      const places = wayEnds(way, node, onward, outline);
      for (const after of passagesOf(way, around)) {
        for (const { to, isRound } of places) {
          edges.push({ from: node, to, after, fills, empties, isRound });
        }
      }
    }
    const rescue = rescueOf(node.list, outline);
    if (rescue !== undefined) {
      edges.push({
        from: node,
        to: rescue,
        after: nothing,
        fills: [],
        empties: [],
        isRound: false,
      });
    }
    return edges;
  });
}

/** A flow that is not known, or that leads back to this one, is taken as one that does nothing. */
function passagesOf({ after }: Way, { flows }: Around): readonly Passage[] {
  return after.kind === "call" ? (flows?.find(after.flow)?.passages ?? [nothing]) : [after];
}

/** The first step of the innermost `catch` around a list. */
function rescueOf(list: StepList, outline: FlowOutline): StepNode | undefined {
  const { parent } = list;
  if (parent === undefined) return undefined;
  const { rescues } = parent.reading?.outline ?? {};
  const listName = (path: YamlPath) => [...parent.path, ...path].join("/");
  return rescues !== undefined && listName(rescues.from) === list.name
    ? outline.lists.get(listName(rescues.to))?.steps[0]
    : rescueOf(parent.list, outline);
}

type Place = Pick<Edge, "to" | "isRound">;

const straight = (to: StepNode | undefined): readonly Place[] => [{ to, isRound: false }];

function wayEnds(
  way: Way,
  node: StepNode,
  onward: readonly Place[],
  outline: FlowOutline,
): readonly Place[] {
  const { to } = way;
  switch (to.kind) {
    case "next":
      return onward;
    case "list": {
      const first = outline.lists.get([...node.path, ...to.path].join("/"))?.steps[0];
      return first === undefined ? onward : straight(first);
    }
    case "step": {
      const target = outline.byId.get(to.id);
      const isReachable = target !== undefined && canReachList(node.list, target.list);
      // A target that is wrong was reported; going on avoids a tail of findings that follow from it.
      return isReachable ? straight(target) : onward;
    }
    case "end":
      return straight(undefined);
    default:
      return assertNever(to, "wayEnds");
  }
}

/**
 * What may follow when this step is done: the one beside it, or what comes after the step that it
 * is inside; at the end of a loop the beginning of the next round too.
 */
function placesAfter(node: StepNode): readonly Place[] {
  const beside = node.list.steps[node.index + 1];
  if (beside !== undefined) return straight(beside);
  const { parent, isLoop, steps } = node.list;
  const after = parent === undefined ? straight(undefined) : placesAfter(parent);
  return isLoop ? [{ to: steps[0], isRound: true }, ...after] : after;
}
