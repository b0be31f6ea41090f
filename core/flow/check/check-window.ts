import type { Around } from "#core/flow/compile/around.ts";
import type { FlowFacts } from "#core/flow/compile/flow-facts.ts";
import type { Edge } from "#core/flow/compile/flow-graph.ts";
import type { StepList, StepNode } from "#core/flow/compile/flow-outline.ts";
import type { Report } from "#core/flow/compile/report.ts";
import type { TriggerMatch } from "#core/flow/compile/trigger.ts";
import { expressionText } from "#core/flow/schema/expression-schema.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { formatDuration } from "#core/lib/duration.ts";

/**
 * Tells of free-form messages that a run can come to when the person has been silent for longer
 * than the channel's window: they would not be sent. A step or branch that asks for `window.open`
 * knows what it does.
 */
export function checkWindow(flow: FlowFacts, report: Report): void {
  const windows = flow.catalog.channels.flatMap((channel) => channel.capabilities.windowMs ?? []);
  if (windows.length === 0) return;
  const windowMs = Math.min(...windows);
  const sure = longestSilence(flow, 0, windowMs, 0);
  const possible = longestSilence(flow, windowMs, windowMs, 0);
  const afterQuiet = beginsQuietly(flow)
    ? longestSilence(flow, windowMs, windowMs, windowMs)
    : possible;
  for (const node of flow.draft.outline.nodes) {
    const { kind } = node;
    if (!speaksFreely(node, flow.around) || asksForWindow(node)) continue;
    if ((afterQuiet[node.order] ?? 0) < windowMs) continue;
    const isSure = (sure[node.order] ?? 0) >= windowMs;
    const silence = `${formatDuration(windowMs)} after the person's last message`;
    report({
      code: "FLOW_WINDOW_CLOSED",
      severity: isSure ? "error" : "warning",
      path: [...node.path, kind?.verb ?? ""],
      part: "key",
      message: isSure
        ? `this can come later than ${silence}, when only a template may be sent`
        : `${whyUnsure((possible[node.order] ?? 0) >= windowMs)}; later than ${silence} it is not sent`,
      hint: "use template, or put when: window.open on the step",
    });
  }
}

function speaksFreely({ reading }: StepNode, { flows }: Around): boolean {
  const { speaks, calls } = reading?.outline ?? {};
  return speaks === "freely" || (calls !== undefined && flows?.find(calls)?.speaksFirst === true);
}

function whyUnsure(isByWait: boolean): string {
  return isByWait
    ? "this comes after a wait of unknown length"
    : "what begins this flow opens no window";
}

/** What opens no window: how long the person has been silent is not known. */
const quietTriggers: readonly TriggerMatch["kind"][] = ["event", "schedule"];

function beginsQuietly({ triggers }: FlowFacts): boolean {
  return triggers.some(({ match }) => quietTriggers.includes(match.kind));
}

/** Whether a step, or a branch that it is in, is for an open window alone. */
export function asksForWindow(node: StepNode): boolean {
  const when = node.reading?.common.when;
  if (when !== undefined && expressionText(when).includes("window.open")) return true;
  for (let list: StepList | undefined = node.list; list !== undefined; list = list.parent?.list) {
    if (list.guard?.includes("window.open") === true) return true;
  }
  return false;
}

/**
 * The longest time since the person's last message with which a step can be entered, up to `capMs`;
 * a time that only the run knows counts as `unknownMs`. A run begins after a silence of `startMs`.
 */
export function longestSilence(
  { draft, graph }: Pick<FlowFacts, "draft" | "graph">,
  unknownMs: number,
  capMs: number,
  startMs: number,
): readonly number[] {
  const longest: (number | undefined)[] = draft.outline.nodes.map(() => undefined);
  const visits = new Map<number, number>();
  const pending = draft.outline.nodes.length === 0 ? [] : [0];
  longest[0] = startMs;
  // An interrupt is a message of the person.
  for (const { order } of draft.outline.entries) {
    longest[order] ??= 0;
    pending.push(order);
  }
  spread();
  // A run can fail wherever it is; who cancels it has just written.
  for (const { order, path } of draft.outline.asides) {
    longest[order] = path[0] === "on_error" ? Math.max(...longest.map((value) => value ?? 0)) : 0;
    pending.push(order);
  }
  spread();
  return longest.map((value) => value ?? 0);

  function spread(): void {
    while (pending.length > 0) {
      const order = pending.pop() ?? 0;
      for (const edge of graph[order] ?? []) {
        if (edge.to === undefined) continue;
        const to = edge.to.order;
        const before = longest[to];
        let after = Math.min(capMs, silenceAfter(edge, longest[order] ?? 0, unknownMs));
        if (before !== undefined && after <= before) continue;
        // A loop of short waits grows step by step: after a few rounds it is as long as can be.
        const count = (visits.get(to) ?? 0) + 1;
        visits.set(to, count);
        if (count > 50) after = capMs;
        longest[to] = after;
        pending.push(to);
      }
    }
  }
}

/** The silence at the end of a way, in milliseconds. */
export function silenceAfter({ after }: Edge, before: number, unknownMs: number): number {
  switch (after.kind) {
    case "nothing":
    case "result":
      return before;
    case "message":
      return 0;
    case "time":
      return before + (after.durationMs ?? unknownMs);
    default:
      return assertNever(after, "silenceAfter");
  }
}
