import type { FlowFacts } from "#core/flow/compile/flow-facts.ts";
import { canReachList, type StepNode } from "#core/flow/compile/flow-outline.ts";
import type { Report } from "#core/flow/compile/report.ts";
import type { Way } from "#core/flow/define-step.ts";
import { nearest } from "#core/lib/nearest.ts";

/** Every id that a step leads to exists, and stands where it can be gone to. */
export function checkTargets({ draft }: FlowFacts, report: Report): void {
  for (const node of draft.outline.nodes) {
    const told = new Set<string>();
    for (const way of node.reading?.outline.ways ?? []) {
      if (way.to.kind !== "step") continue;
      const key = way.to.path.join("/");
      if (!told.has(key)) checkTarget(way.to, node, draft, report);
      told.add(key);
    }
  }
}

function checkTarget(
  to: Extract<Way["to"], { kind: "step" }>,
  node: StepNode,
  { outline, source }: FlowFacts["draft"],
  report: Report,
): void {
  const path = [...node.path, ...to.path];
  const target = outline.byId.get(to.id);
  if (target === undefined) {
    const near = nearest(to.id, outline.byId.keys());
    const ids = [...outline.byId.keys()];
    const known = ids.length === 0 ? "no step has an id" : `ids: ${ids.slice(0, 12).join(", ")}`;
    const hint = near === undefined ? known : `did you mean "${near}"?`;
    report({ code: "FLOW_STEP_NOWHERE", path, message: `no step has the id "${to.id}"`, hint });
    return;
  }
  if (canReachList(node.list, target.list)) return;
  report({
    code: "FLOW_STEP_INSIDE",
    path,
    message: `"${to.id}" is inside a branch: it cannot be gone to from here`,
    hint: "go to a step of the same list, or of one around it",
    related: [{ at: source.at(target.path), message: "the step is here" }],
  });
}
