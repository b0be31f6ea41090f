import type { Edge, FlowGraph } from "./flow-graph.ts";
import type { FlowOutline } from "./flow-outline.ts";
import type { Slot } from "./slot.ts";

/** What is certain at the beginning of each step, by its number. */
export interface FilledNames {
  /** False where no way leads. */
  readonly isReached: readonly boolean[];
  /** Names that have a value on every way that leads here. */
  readonly filled: readonly ReadonlySet<string>[];
}

/**
 * Follows every way from the first step: a name is filled at a step if it is filled at the end of
 * all ways into it. Starts from "everything" and takes away, until nothing changes.
 */
export function followFills(
  outline: FlowOutline,
  graph: FlowGraph,
  slots: ReadonlyMap<string, Slot>,
): FilledNames {
  const sets: (ReadonlySet<string> | undefined)[] = outline.nodes.map(() => undefined);
  const first = outline.nodes[0];
  const pending = first === undefined ? [] : [first.order];
  if (first !== undefined) {
    sets[first.order] = new Set(
      [...slots.values()].filter((slot) => slot.initial !== null).map((slot) => slot.name),
    );
  }
  while (pending.length > 0) {
    const order = pending.pop() ?? 0;
    const here = sets[order] ?? new Set<string>();
    for (const edge of graph[order] ?? []) {
      if (edge.to === undefined) continue;
      const arriving = passOn(here, edge);
      const before = sets[edge.to.order];
      const after = before === undefined ? arriving : shared(before, arriving);
      if (before !== undefined && after.size === before.size) continue;
      sets[edge.to.order] = after;
      pending.push(edge.to.order);
    }
  }
  return {
    isReached: sets.map((set) => set !== undefined),
    filled: sets.map((set) => set ?? new Set<string>()),
  };
}

function passOn(here: ReadonlySet<string>, { fills, empties }: Edge): ReadonlySet<string> {
  if (fills.length === 0 && empties.length === 0) return here;
  const names = new Set([...here, ...fills]);
  for (const name of empties) names.delete(name);
  return names;
}

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a].filter((name) => b.has(name)));
}
