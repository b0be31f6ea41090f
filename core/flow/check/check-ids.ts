import type { FlowFacts } from "#core/flow/compile/flow-facts.ts";
import type { StepNode } from "#core/flow/compile/flow-outline.ts";
import type { Report } from "#core/flow/compile/report.ts";

/** Every step that a run can rest on has an id, and no two steps have the same. */
export function checkIds({ draft }: FlowFacts, report: Report): void {
  const { outline, source } = draft;
  const first = new Map<string, StepNode>();
  for (const node of outline.nodes) {
    const { id, kind, reading } = node;
    if (kind !== undefined && reading !== undefined && kind.needsId && id === undefined) {
      report({
        code: "FLOW_ID_MISSING",
        path: [...node.path, kind.verb],
        part: "key",
        message: `"${kind.verb}" needs an id: conversations rest here, and are found again by it`,
        hint: `add a line such as id: ${suggestId(node)}`,
      });
    }
    if (id === undefined) continue;
    const other = first.get(id);
    if (other === undefined) {
      first.set(id, node);
      continue;
    }
    report({
      code: "FLOW_ID_TWICE",
      path: [...node.path, "id"],
      message: `another step has the id "${id}" already`,
      related: [{ at: source.at([...other.path, "id"]), message: "here" }],
    });
  }
}

function suggestId({ reading, kind, order }: StepNode): string {
  return reading?.outline.into?.name ?? `${kind?.verb ?? "step"}_${order + 1}`;
}
