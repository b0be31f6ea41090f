import type { FlowFacts } from "#core/flow/compile/flow-facts.ts";
import type { Report } from "#core/flow/compile/report.ts";
import { limits } from "#core/flow/limits.ts";

/** Refuses more steps, slots or nesting than the interpreter goes along with. */
export function checkSize({ draft }: FlowFacts, report: Report): void {
  const { outline, slots } = draft;
  const code = "FLOW_TOO_BIG";
  if (outline.nodes.length >= limits.steps) {
    const message = `a flow has fewer than ${limits.steps} steps`;
    report({ code, path: ["steps"], part: "key", message, hint: "split it into several flows" });
  }
  if (slots.size > limits.slots) {
    const message = `a flow has ${limits.slots} slots at most, this one ${slots.size}`;
    report({ code, path: ["slots"], part: "key", message });
  }
  for (const list of outline.lists.values()) {
    if (list.depth !== limits.depth + 1) continue;
    const message = `branches are nested deeper than ${limits.depth} levels`;
    report({ code, path: list.path, part: "key", message });
    return;
  }
}
