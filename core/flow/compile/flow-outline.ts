import type { InnerList, StepKind, StepReading } from "#core/flow/define-step.ts";
import { limits } from "#core/flow/limits.ts";
import type { YamlPath } from "#core/flow/read/yaml-source.ts";
import { stepKindOf } from "#core/flow/step-kinds.ts";
import { asMap } from "./raw.ts";

/** One step of the file, before anything in it is compiled. */
export interface StepNode {
  /** Its number among all steps, in the order of the file. */
  readonly order: number;
  readonly path: YamlPath;
  readonly list: StepList;
  /** Its number in its list. */
  readonly index: number;
  readonly id: string | undefined;
  readonly kind: StepKind | undefined;
  /** Undefined if it is no step, or has not the right form: the reader has said so. */
  readonly reading: StepReading | undefined;
}

/** A list of steps: the flow's own, or one inside a step. */
export interface StepList {
  readonly name: string;
  readonly path: YamlPath;
  readonly depth: number;
  /** The step that it is inside. */
  readonly parent: StepNode | undefined;
  /** The condition under which it is entered, as written. */
  readonly guard: string | undefined;
  /** Whether its end may lead to its beginning, a bounded number of times. */
  readonly isLoop: boolean;
  readonly steps: readonly StepNode[];
}

/** All steps of a flow, flat. */
export interface FlowOutline {
  readonly nodes: readonly StepNode[];
  readonly lists: ReadonlyMap<string, StepList>;
  readonly byId: ReadonlyMap<string, StepNode>;
  /** Steps that the flow's own interrupts lead to, from wherever it rests. */
  readonly entries: readonly StepNode[];
  /** The first steps of `on_error` and `on_cancel`. */
  readonly asides: readonly StepNode[];
  /** False if some step could not be read: what follows from the steps' order is a guess then. */
  readonly isWhole: boolean;
}

/** Lays out the steps of a file, whether or not all of them are right; `entryIds` as for `entries`, `aside` by name. */
export function outlineFlow(
  steps: readonly unknown[],
  entryIds: readonly string[] = [],
  aside: Readonly<Record<string, readonly unknown[]>> = {},
): FlowOutline {
  const nodes: StepNode[] = [];
  const lists = new Map<string, StepList>();

  function addList(
    values: readonly unknown[],
    path: YamlPath,
    parent: StepNode | undefined,
    inner: Pick<InnerList, "guard" | "isLoop">,
  ): void {
    const depth = parent === undefined ? 0 : parent.list.depth + 1;
    const own: StepNode[] = [];
    const { guard, isLoop = false } = inner;
    const list = { name: path.join("/"), path, depth, parent, guard, isLoop, steps: own };
    lists.set(list.name, list);
    if (depth > limits.depth) return;
    values.forEach((value, index) => {
      if (nodes.length >= limits.steps) return;
      own.push(addStep(value, list, index));
    });
  }

  function addStep(value: unknown, list: StepList, index: number): StepNode {
    const path = [...list.path, index];
    const kind = stepKindOf(value);
    const id = asMap(value)?.["id"];
    const node: StepNode = {
      order: nodes.length,
      path,
      list,
      index,
      id: typeof id === "string" ? id : undefined,
      kind,
      reading: kind?.read(value),
    };
    nodes.push(node);
    for (const inner of node.reading?.outline.lists ?? []) {
      addList(inner.steps, [...path, ...inner.path], node, inner);
    }
    return node;
  }

  addList(steps, ["steps"], undefined, {});
  const asides = Object.entries(aside).flatMap(([name, values]) => {
    if (values.length > 0) addList(values, [name], undefined, {});
    return lists.get(name)?.steps[0] ?? [];
  });
  const byId = new Map<string, StepNode>();
  for (const node of nodes) {
    if (node.id !== undefined && !byId.has(node.id)) byId.set(node.id, node);
  }
  const entries = entryIds.flatMap((id) => byId.get(id) ?? []);
  const isWhole = nodes.every((node) => node.reading !== undefined);
  return { nodes, lists, byId, entries, asides, isWhole };
}

/** True if every step of every list was read, none was left out by a limit, and no list is empty. */
export function isWholeOutline({ nodes, lists, isWhole }: FlowOutline): boolean {
  return (
    isWhole &&
    nodes.length < limits.steps &&
    [...lists.values()].every(({ depth, steps }) => depth <= limits.depth && steps.length > 0)
  );
}

/** True if a step of `from` may go to a step of `to`: the same list, or one around it. */
export function canReachList(from: StepList, to: StepList): boolean {
  for (let list: StepList | undefined = from; list !== undefined; list = list.parent?.list) {
    if (list === to) return true;
  }
  return false;
}
