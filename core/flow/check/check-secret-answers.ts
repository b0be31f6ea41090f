import type { FlowFacts } from "#core/flow/compile/flow-facts.ts";
import type { Report } from "#core/flow/compile/report.ts";

/** Reads what the person wrote, whole: `message.text`, or `message` itself. */
const readsWords = /\{\{[^}]*\bmessage(?:\.text\b|\s*(?![\w.\s]))/;

/**
 * Refuses texts for an AI that hold the message itself where that message is the answer to a
 * sensitive question: what the slot may not tell, its words may not either.
 */
export function checkSecretAnswers({ draft, graph }: FlowFacts, report: Report): void {
  const { nodes } = draft.outline;
  const reached = new Set<number>();
  for (const edge of graph.flat()) {
    const isSecret = edge.fills.some((name) => draft.slots.get(name)?.isSensitive === true);
    if (isSecret && edge.after.kind === "message" && edge.to !== undefined) spread(edge.to.order);
  }
  for (const { order, path, reading } of nodes) {
    if (!reached.has(order)) continue;
    for (const { path: below, text } of reading?.outline.hears ?? []) {
      if (!readsWords.test(text)) continue;
      report({
        code: "FLOW_SENSITIVE_LEAVES",
        path: [...path, ...below],
        message: "the message is the answer to a sensitive question here, and no AI may hear it",
        hint: "ask something else first, or take the sensitive from the slot",
      });
    }
  }

  /** Everything that the same message leads to. */
  function spread(order: number): void {
    if (reached.has(order)) return;
    reached.add(order);
    for (const { to, after } of graph[order] ?? []) {
      if (to !== undefined && after.kind === "nothing") spread(to.order);
    }
  }
}
