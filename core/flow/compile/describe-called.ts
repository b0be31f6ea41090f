import { asksForWindow, longestSilence, silenceAfter } from "#core/flow/check/check-window.ts";
import { dayMs } from "#core/lib/millis.ts";
import type { Around, OtherFlows } from "./around.ts";
import type { CalledFlow } from "./called-flow.ts";
import { followFills, passOn } from "./filled-names.ts";
import type { FlowDraft } from "./flow-facts.ts";
import { drawGraph, type Edge, type FlowGraph } from "./flow-graph.ts";
import type { Passage } from "./passage.ts";

/** Silences beyond this are as good as this one. */
const capMs = 30 * dayMs;

/**
 * What the flows of a bot are to each other. Each is looked at when it is asked for, once; one that
 * leads back to itself is not there for itself, and is refused elsewhere.
 */
export function createOtherFlows(
  drafts: readonly FlowDraft[],
  actions: Around["actions"],
): OtherFlows {
  const byName = new Map(drafts.map((draft) => [draft.flow, draft]));
  const known = new Map<string, CalledFlow | undefined>();
  const flows: OtherFlows = {
    names: drafts.flatMap(({ flow }) => flow ?? []),
    secrets: drafts.flatMap(({ slots }) =>
      [...slots.values()].flatMap(({ name, keep, isSensitive }) =>
        isSensitive && keep === "contact" ? [name] : [],
      ),
    ),
    find(name) {
      const draft = byName.get(name);
      if (draft === undefined || known.has(name)) return known.get(name);
      known.set(name, undefined);
      const called = describeCalled(draft, { actions, flows });
      known.set(name, called);
      return called;
    },
  };
  return flows;
}

function describeCalled(draft: FlowDraft, around: Around): CalledFlow {
  const { outline, slots, given } = draft;
  const graph = drawGraph(outline, around);
  const { isReached, filled } = followFills(outline, graph, slots, given);
  const edges = graph.filter((_, order) => isReached[order] === true).flat();
  const ends = edges.filter(({ to }) => to === undefined);
  const sets = ends.map((edge) => passOn(filled[edge.from.order] ?? new Set(), edge));
  const alert = longestSilence({ draft, graph }, 0, 1, 1);
  return {
    inputs: draft.inputs,
    outputs: draft.outputs,
    filled: new Set([...slots.keys()].filter((name) => sets.every((set) => set.has(name)))),
    passages: [...shortWays(graph), ...longWays({ draft, graph }, edges, ends)],
    speaksFirst: outline.nodes.some(
      (node) =>
        isReached[node.order] === true &&
        node.reading?.outline.speaks === "freely" &&
        !asksForWindow(node) &&
        (alert[node.order] ?? 0) > 0,
    ),
  };
}

/** Whether its end can be reached without a rest, or by actions alone. */
function shortWays(graph: FlowGraph): readonly Passage[] {
  const kinds = ["nothing", "result"] as const;
  const found = kinds.find((_, index) => reachesEnd(graph, kinds.slice(0, index + 1)));
  return found === undefined ? [] : [{ kind: found }];
}

function reachesEnd(graph: FlowGraph, kinds: readonly string[]): boolean {
  const seen = new Set<number>();
  const pending = [0];
  while (pending.length > 0) {
    const order = pending.pop() ?? 0;
    if (seen.has(order)) continue;
    seen.add(order);
    const passed = (graph[order] ?? []).filter(({ after }) => kinds.includes(after.kind));
    if (passed.some(({ to }) => to === undefined)) return true;
    pending.push(...passed.flatMap(({ to }) => to?.order ?? []));
  }
  return graph.length === 0;
}

/** Whether a person writes on the way, and the time that may pass after their last word. */
function longWays(
  flow: Pick<Parameters<typeof longestSilence>[0], "draft" | "graph">,
  edges: readonly Edge[],
  ends: readonly Edge[],
): readonly Passage[] {
  const isHeard = edges.some(({ after }) => after.kind === "message");
  const isUnknown = edges.some(
    ({ after }) => after.kind === "time" && after.durationMs === undefined,
  );
  const silence = longestSilence(flow, 0, capMs, 0);
  const durationMs = Math.max(
    0,
    ...ends.map((edge) => silenceAfter(edge, silence[edge.from.order] ?? 0, 0)),
  );
  return [
    ...(isHeard ? [{ kind: "message" } as const] : []),
    ...(durationMs > 0 ? [{ kind: "time", durationMs } as const] : []),
    ...(isUnknown ? [{ kind: "time", durationMs: undefined } as const] : []),
  ];
}
