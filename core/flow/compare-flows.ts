import { interruptTargets } from "./compile/compile-interrupts.ts";
import { outlineFlow, type StepNode } from "./compile/flow-outline.ts";
import { asList, asMap } from "./compile/raw.ts";
import type { FlowSource } from "./compile-flows.ts";
import { readYaml, type YamlPath } from "./read/yaml-source.ts";

/** A step as a comparison names it. */
export interface ComparedStep {
  readonly id?: string;
  readonly verb: string;
  /** Where it stands in its file. */
  readonly line: number;
  /** The id that it had, if `migrate` gave it another. */
  readonly was?: string;
}

/** What differs between two texts of a flow; steps in the order of their file. */
export interface FlowComparison {
  readonly added: readonly ComparedStep[];
  readonly removed: readonly ComparedStep[];
  /** Found by their ids, with other words or keys. */
  readonly changed: readonly ComparedStep[];
  /** Keys of the top that differ, the steps aside. */
  readonly keys: readonly string[];
}

/**
 * Compares two texts of a flow, step by step. A step with an id is found by it, or by what `map` makes
 * of it; one without by what it says, wherever it stands. Steps inside a step are compared on their own.
 */
export function compareFlows(
  before: FlowSource | undefined,
  after: FlowSource | undefined,
  map: ReadonlyMap<string, string> = new Map(),
): FlowComparison {
  const old = readSteps(before);
  const now = readSteps(after);
  const byId = new Map(
    now.steps.flatMap((step) => (step.id === undefined ? [] : [[step.id, step]])),
  );
  const nameless = new Map<string, Told[]>();
  for (const step of now.steps) {
    if (step.id !== undefined) continue;
    nameless.set(step.says, [...(nameless.get(step.says) ?? []), step]);
  }
  const met = new Set<Told>();
  const removed: ComparedStep[] = [];
  const changed: (readonly [Told, ComparedStep])[] = [];
  for (const step of old.steps) {
    const id = step.id === undefined ? undefined : (map.get(step.id) ?? step.id);
    const other = id === undefined ? nameless.get(step.says)?.shift() : byId.get(id);
    if (other === undefined) {
      removed.push(name(step));
      continue;
    }
    met.add(other);
    if (other.says === step.says && other.id === step.id) continue;
    const was = step.id === undefined || step.id === other.id ? {} : { was: step.id };
    changed.push([other, { ...name(other), ...was }]);
  }
  const inOrder = changed.toSorted(([a], [b]) => a.line - b.line);
  return {
    added: now.steps.filter((step) => !met.has(step)).map(name),
    removed,
    changed: inOrder.map(([, step]) => step),
    keys: [...new Set([...Object.keys(old.top), ...Object.keys(now.top)])].filter(
      (key) => key !== "steps" && JSON.stringify(old.top[key]) !== JSON.stringify(now.top[key]),
    ),
  };
}

interface Told extends ComparedStep {
  /** What the step says, without its id and without the steps inside it. */
  readonly says: string;
}

function name({ id, verb, line }: Told): ComparedStep {
  return id === undefined ? { verb, line } : { id, verb, line };
}

function readSteps(flow: FlowSource | undefined): {
  readonly top: Readonly<Record<string, unknown>>;
  readonly steps: readonly Told[];
} {
  if (flow === undefined) return { top: {}, steps: [] };
  const source = readYaml(flow.file, flow.text);
  const top = asMap(source.value) ?? {};
  const { nodes } = outlineFlow(asList(top["steps"]), interruptTargets(top["interrupts"]));
  const steps = nodes.map((node): Told => {
    const { line } = source.at(node.path);
    const verb = node.kind?.verb ?? "?";
    const told = { verb, line, says: saysOf(valueAt(source.value, node.path), node) };
    return node.id === undefined ? told : { ...told, id: node.id };
  });
  return { top, steps };
}

function saysOf(value: unknown, { reading }: StepNode): string {
  const inner = new Set((reading?.outline.lists ?? []).map(({ path }) => path.join("/")));
  return JSON.stringify(strip(value, [], inner));
}

/** The value without the lists of steps inside, and without the id at its top. */
function strip(value: unknown, path: YamlPath, inner: ReadonlySet<string>): unknown {
  if (inner.has(path.join("/")) && path.length > 0) return undefined;
  if (Array.isArray(value)) return value.map((item, index) => strip(item, [...path, index], inner));
  const map = asMap(value);
  if (map === undefined) return value;
  const entries = Object.entries(map).filter(([key]) => path.length > 0 || key !== "id");
  return entries.map(([key, item]) => [key, strip(item, [...path, key], inner)]);
}

function valueAt(value: unknown, path: YamlPath): unknown {
  return path.reduce<unknown>((found, key) => {
    return Array.isArray(found) ? found[Number(key)] : asMap(found)?.[String(key)];
  }, value);
}
