import type { FlowFacts } from "#core/flow/compile/flow-facts.ts";
import type { Report } from "#core/flow/compile/report.ts";
import type { TriggerMatch } from "#core/flow/compile/trigger.ts";

const wordless: readonly TriggerMatch["kind"][] = ["status", "reaction", "number_changed"];

/**
 * Refuses free-form messages that a run comes to which no word of the person began, before they
 * have written: they would never be sent. Where other triggers lead there too it is a warning.
 */
export function checkReceipts(flow: FlowFacts, report: Report): void {
  const { triggers, draft } = flow;
  const beginning = triggers.filter(({ match }) => wordless.includes(match.kind));
  const [first] = beginning;
  if (first === undefined) return;
  const isSure = beginning.length === triggers.length;
  const unheard = reachedUnheard(flow);
  for (const { order, path, reading, kind } of draft.outline.nodes) {
    if (reading?.outline.speaks !== "freely" || !unheard.has(order)) continue;
    report({
      code: "FLOW_TEMPLATE_ONLY",
      severity: isSure ? "error" : "warning",
      path: [...path, kind?.verb ?? ""],
      part: "key",
      message: isSure
        ? `${first.match.kind} begins this flow, and until the person writes only a template may be sent`
        : `when ${first.match.kind} begins this flow this is not sent: until the person writes only a template may be`,
      hint: "use template",
    });
  }
}

/** Numbers of the steps that a run can come to without a word from the person. */
function reachedUnheard({ draft, graph }: FlowFacts): ReadonlySet<number> {
  const reached = new Set<number>();
  const pending = draft.outline.nodes.length === 0 ? [] : [0];
  while (pending.length > 0) {
    const order = pending.pop() ?? 0;
    if (reached.has(order)) continue;
    reached.add(order);
    for (const { to, after } of graph[order] ?? []) {
      if (to !== undefined && after.kind !== "message") pending.push(to.order);
    }
  }
  return reached;
}
