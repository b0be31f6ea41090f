import type { FlowFacts } from "#core/flow/compile/flow-facts.ts";
import type { Report } from "#core/flow/compile/report.ts";

/** Tells of steps that no way leads to: the first of each stretch of them. */
export function checkReach({ draft, fills }: FlowFacts, report: Report): void {
  const { outline, source } = draft;
  const isReached = (order: number | undefined) => order === undefined || fills.isReached[order];
  for (const node of outline.nodes) {
    const before = node.list.steps[node.index - 1];
    const isFirst = isReached(before?.order) && isReached(node.list.parent?.order);
    if (isReached(node.order) || !isFirst) continue;
    report({
      code: "FLOW_STEP_UNREACHED",
      path: node.path,
      message: "no way leads to this step",
      hint:
        node.id === undefined
          ? "give it an id that something goes to, or take it away"
          : `nothing goes to "${node.id}"`,
      ...(before === undefined
        ? {}
        : { related: [{ at: source.at(before.path), message: "nothing passes this step" }] }),
    });
  }
}
