import type { Way } from "#core/flow/define-step.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { canReachList, type FlowOutline, type StepNode } from "./flow-outline.ts";

/** A way from step to step; `to` is undefined where the run ends. */
export interface Edge {
  readonly from: StepNode;
  readonly to: StepNode | undefined;
  readonly after: Way["after"];
  readonly fills: readonly string[];
  readonly empties: readonly string[];
}

/** Step by number → the ways out of it. */
export type FlowGraph = readonly (readonly Edge[])[];

const nothing = { kind: "nothing" } as const;

/** Draws every way that a run can take, without running it. */
export function drawGraph(outline: FlowOutline): FlowGraph {
  return outline.nodes.map((node) => {
    const edges: Edge[] = [];
    const { reading } = node;
    const onward = stepAfter(node);
    // A step with a condition may be skipped; so may one that could not be read.
    const isSkippable = reading === undefined || reading.common.when !== undefined;
    if (isSkippable) edges.push({ from: node, to: onward, after: nothing, fills: [], empties: [] });
    for (const way of reading?.outline.ways ?? []) {
      const to = wayEnd(way, node, onward, outline);
      const { after, fills, empties = [] } = way;
      edges.push({ from: node, to, after, fills, empties });
    }
    return edges;
  });
}

function wayEnd(
  way: Way,
  node: StepNode,
  onward: StepNode | undefined,
  outline: FlowOutline,
): StepNode | undefined {
  const { to } = way;
  switch (to.kind) {
    case "next":
      return onward;
    case "list":
      return outline.lists.get([...node.path, ...to.path].join("/"))?.steps[0] ?? onward;
    case "step": {
      const target = outline.byId.get(to.id);
      const isReachable = target !== undefined && canReachList(node.list, target.list);
      // A target that is wrong was reported; going on avoids a tail of findings that follow from it.
      return isReachable ? target : onward;
    }
    case "end":
      return undefined;
    default:
      return assertNever(to, "wayEnd");
  }
}

/** The step that follows when this one is done: beside it, or after what it is inside. */
function stepAfter(node: StepNode): StepNode | undefined {
  const beside = node.list.steps[node.index + 1];
  if (beside !== undefined) return beside;
  const { parent } = node.list;
  return parent === undefined ? undefined : stepAfter(parent);
}
