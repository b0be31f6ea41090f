import type { FlowFacts } from "#core/flow/compile/flow-facts.ts";
import type { StepNode } from "#core/flow/compile/flow-outline.ts";
import type { Report } from "#core/flow/compile/report.ts";

/** Nothing in `on_error` and `on_cancel` may rest: the run is over when they are done. */
export function checkAsides({ draft, graph }: FlowFacts, report: Report): void {
  for (const node of draft.outline.nodes) {
    const [aside] = node.path;
    if (aside === "steps" || typeof aside !== "string" || !mayRest(node, graph)) continue;
    report({
      code: "FLOW_STEP_RESTS",
      path: [...node.path, node.kind?.verb ?? ""],
      part: "key",
      message: `nothing may rest in ${aside}: the run is over there`,
      hint: "emit an event, and let another flow do this",
    });
  }
}

function mayRest({ order, reading }: StepNode, graph: FlowFacts["graph"]): boolean {
  const isPassed = (graph[order] ?? []).every(({ after }) => after.kind === "nothing");
  return !isPassed || reading?.outline.pauses === true;
}
