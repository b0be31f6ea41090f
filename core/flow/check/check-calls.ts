import type { CompiledFlow } from "#core/flow/compile/flow-facts.ts";
import type { Finding } from "#core/flow/finding.ts";
import { limits } from "#core/flow/limits.ts";

interface CallStep {
  readonly flow: string;
  readonly at: Finding["at"];
}

type Calls = ReadonlyMap<string, readonly CallStep[]>;

/** Refuses flows that come to call themselves, and calls inside each other that go too deep. */
export function checkCalls(flows: readonly CompiledFlow[]): readonly Finding[] {
  const calls = new Map<string, readonly CallStep[]>();
  for (const { draft } of flows) {
    if (draft.flow === undefined) continue;
    const steps = draft.outline.nodes.flatMap(({ reading, path }) => {
      const flow = reading?.outline.calls;
      return flow === undefined ? [] : [{ flow, at: draft.source.at([...path, "call"]) }];
    });
    calls.set(draft.flow, steps);
  }
  const depths = new Map<string, number>();
  return [...calls].flatMap(([flow, steps]) =>
    steps.flatMap((step) => {
      const way = wayBack(step.flow, flow, calls);
      if (way !== undefined) return [cycle(flow, way, step)];
      const isTooDeep = depthOf(step.flow, calls, depths) >= limits.callDepth;
      return isTooDeep ? [tooDeep(step)] : [];
    }),
  );
}

function cycle(flow: string, way: readonly string[], { at }: CallStep): Finding {
  const [direct] = way;
  const message =
    direct === flow
      ? `${flow} calls itself`
      : `${flow} calls ${way.join(", which calls ")}: it would never end`;
  const hint = direct === flow ? "use goto for a loop" : "let one of them end without a call";
  return { code: "FLOW_CALL_CIRCLE", severity: "error", at, message, hint };
}

function tooDeep({ at }: CallStep): Finding {
  const message = `flows call each other deeper than ${limits.callDepth} levels`;
  return { code: "FLOW_TOO_BIG", severity: "error", at, message };
}

/** The flows on the way from one to another, both included; undefined if there is none. */
function wayBack(
  from: string,
  to: string,
  calls: Calls,
  seen: Set<string> = new Set(),
): readonly string[] | undefined {
  if (from === to) return [to];
  if (seen.has(from)) return undefined;
  seen.add(from);
  for (const { flow } of calls.get(from) ?? []) {
    const rest = wayBack(flow, to, calls, seen);
    if (rest !== undefined) return [from, ...rest];
  }
  return undefined;
}

/** How many flows are at work at the deepest place below a flow, itself included. */
function depthOf(flow: string, calls: Calls, known: Map<string, number>): number {
  const before = known.get(flow);
  if (before !== undefined) return before;
  // What leads in a circle is refused elsewhere.
  known.set(flow, 0);
  const inner = (calls.get(flow) ?? []).map((step) => depthOf(step.flow, calls, known));
  const depth = 1 + Math.max(0, ...inner);
  known.set(flow, depth);
  return depth;
}
