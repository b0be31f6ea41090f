import type { FlowFacts } from "#core/flow/compile/flow-facts.ts";
import type { Edge } from "#core/flow/compile/flow-graph.ts";
import type { StepNode } from "#core/flow/compile/flow-outline.ts";
import type { Report } from "#core/flow/compile/report.ts";
import { limits } from "#core/flow/limits.ts";

/**
 * Finds circles of steps in which a run never rests. One that nothing in it can end is an error; one
 * with a way out, in which something changes, may end, and is a warning.
 */
export function checkLoops({ draft, graph }: FlowFacts, report: Report): void {
  const { nodes } = draft.outline;
  const passing = graph.map((edges) =>
    edges.filter(({ after, to, isRound }) => isPassed(after) && to !== undefined && !isRound),
  );
  for (const circle of findCircles(nodes, passing)) {
    const members = new Set(circle);
    const back = backEdge(circle, passing, members);
    const node = back?.from ?? circle[0];
    if (node === undefined) continue;
    const canLeave = circle.some((member) =>
      (graph[member.order] ?? []).some((edge) => edge.to === undefined || !members.has(edge.to)),
    );
    const changes = circle.some(({ reading }) => {
      const { writes, into } = reading?.outline ?? {};
      return writes !== undefined || into !== undefined;
    });
    const mayEnd = canLeave && changes;
    report({
      code: "FLOW_LOOP_ENDLESS",
      severity: mayEnd ? "warning" : "error",
      path: node.path,
      message: mayEnd
        ? `this loop has no rest in it: a run that goes round ${limits.stepsPerInput} steps fails`
        : "this loop never ends and never rests",
      hint: "let it pass an ask, a choose or a wait",
    });
  }
}

/** A loop of actions alone would go on at the speed of the machine. */
function isPassed({ kind }: Edge["after"]): boolean {
  return kind === "nothing" || kind === "result";
}

/** The edge that closes the circle: the one that leads furthest back in the file. */
function backEdge(
  circle: readonly StepNode[],
  graph: readonly (readonly Edge[])[],
  members: ReadonlySet<StepNode>,
): Edge | undefined {
  const edges = circle.flatMap((node) => graph[node.order] ?? []);
  const inside = edges.filter((edge) => edge.to !== undefined && members.has(edge.to));
  return inside.toSorted((a, b) => back(b) - back(a))[0];
}

function back(edge: Edge): number {
  return edge.from.order - (edge.to?.order ?? 0);
}

/** Strongly connected steps (Tarjan's algorithm, without recursion), each group in file order. */
function findCircles(
  nodes: readonly StepNode[],
  graph: readonly (readonly Edge[])[],
): readonly (readonly StepNode[])[] {
  const index = new Map<StepNode, number>();
  const low = new Map<StepNode, number>();
  const open: StepNode[] = [];
  const isOpen = new Set<StepNode>();
  const circles: StepNode[][] = [];

  function begin(node: StepNode) {
    index.set(node, index.size);
    low.set(node, index.get(node) ?? 0);
    open.push(node);
    isOpen.add(node);
    return { node, edges: (graph[node.order] ?? []).values() };
  }

  function close(node: StepNode): void {
    const group: StepNode[] = [];
    for (;;) {
      const member = open.pop();
      if (member === undefined) break;
      isOpen.delete(member);
      group.push(member);
      if (member === node) break;
    }
    const isCircle = group.length > 1 || (graph[node.order] ?? []).some((edge) => edge.to === node);
    if (isCircle) circles.push(group.toSorted((a, b) => a.order - b.order));
  }

  for (const root of nodes) {
    if (index.has(root)) continue;
    const path = [begin(root)];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { node } = top;
      const next = top.edges.next();
      const to = next.done === true ? undefined : next.value.to;
      if (next.done === true) {
        path.pop();
        const under = path.at(-1)?.node;
        if (under !== undefined) lower(low, under, low.get(node));
        if (low.get(node) === index.get(node)) close(node);
      } else if (to !== undefined && !index.has(to)) path.push(begin(to));
      else if (to !== undefined && isOpen.has(to)) lower(low, node, index.get(to));
    }
  }
  return circles;
}

function lower(low: Map<StepNode, number>, node: StepNode, value: number | undefined): void {
  low.set(node, Math.min(low.get(node) ?? 0, value ?? Number.POSITIVE_INFINITY));
}
