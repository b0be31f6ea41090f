import type { Edge, FlowGraph } from "./flow-graph.ts";
import type { FlowOutline } from "./flow-outline.ts";
import { isFactOfInput } from "./known-names.ts";
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
  given: readonly string[],
): FilledNames {
  const sets: (ReadonlySet<string> | undefined)[] = outline.nodes.map(() => undefined);
  const first = outline.nodes[0];
  const pending: number[] = [];
  for (const begin of first === undefined ? [] : [first, ...outline.entries, ...outline.asides]) {
    pending.push(begin.order);
    sets[begin.order] = new Set(
      [...slots.values()]
        .filter((slot) => slot.initial !== null || given.includes(slot.name))
        .map((slot) => slot.name),
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

/** What is filled where a way ends. */
export function passOn(here: ReadonlySet<string>, edge: Edge): ReadonlySet<string> {
  const { fills, empties, after } = edge;
  const forgotten = after.kind === "nothing" ? [] : [...here].filter(isFactOfInput);
  if (fills.length === 0 && empties.length === 0 && forgotten.length === 0) return here;
  const names = new Set([...here, ...fills]);
  for (const name of [...empties, ...forgotten]) names.delete(name);
  return names;
}

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a].filter((name) => b.has(name)));
}
