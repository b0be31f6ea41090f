import { openCatalog } from "#core/flow/catalog.ts";
import { compileFlow, draftFlow } from "#core/flow/compile/compile-flow.ts";
import type { FlowOutline, StepList, StepNode } from "#core/flow/compile/flow-outline.ts";
import { asList, asMap } from "#core/flow/compile/raw.ts";
import type { FlowSource } from "#core/flow/compile-flows.ts";
import type { Way } from "#core/flow/define-step.ts";
import type { Finding } from "#core/flow/finding.ts";
import { readYaml, type YamlPath, type YamlSource } from "#core/flow/read/yaml-source.ts";
import { describeStep, plain } from "./describe-step.ts";
import type {
  Diagram,
  DiagramBranch,
  DiagramJump,
  DiagramList,
  DiagramStep,
  DiagramTarget,
  Onward,
} from "./diagram.ts";
import { readAsides } from "./read-asides.ts";

/** A flow's drawing; without one, its mistakes. */
export interface DiagramReading {
  readonly diagram?: Diagram;
  readonly findings: readonly Finding[];
}

/** Reads a flow for drawing it. What bot.yaml and other flows say does not matter here. */
export function readDiagram({ file, text }: FlowSource): DiagramReading {
  const source = readYaml(file, text);
  const { draft, triggers, program, findings } = compileFlow(
    draftFlow(source),
    openCatalog,
    undefined,
  );
  const main = draft.outline.lists.get("steps");
  if (program === undefined || main === undefined) return { findings };
  const reader = { source, outline: draft.outline };
  const diagram = {
    flow: program.flow,
    description: program.description,
    at: source.at(["flow"], "key"),
    triggers: [...gather(triggers.map((trigger) => trigger.name)), ...calledWith(source)],
    list: readList(main, reader),
    asides: readAsides(source, {
      list: (name) => {
        const list = draft.outline.lists.get(name);
        return list === undefined ? undefined : readList(list, reader);
      },
      target: (id) => targetOf(id, reader),
    }),
  };
  return { diagram, findings };
}

/** `message: a` and `message: b` → `message: a, b`. */
function gather(names: readonly string[]): readonly string[] {
  const groups = Map.groupBy(names, (name) => name.split(": ")[0] ?? name);
  return [...groups].map(([kind, members]) => {
    const words = members.map((name) => name.slice(kind.length + 2)).filter((word) => word !== "");
    return words.length === 0 ? kind : `${kind}: ${words.join(", ")}`;
  });
}

/** What a flow that calls this one gives and gets. */
function calledWith({ value }: YamlSource): readonly string[] {
  const names = (key: string) => Object.keys(asMap(asMap(value)?.[key]) ?? {}).join(", ");
  const [given, got] = [names("inputs"), names("outputs")];
  if (given === "" && got === "") return [];
  return [
    ["call", given === "" ? "" : `with ${given}`, got === "" ? "" : `for ${got}`]
      .filter((part) => part !== "")
      .join(" "),
  ];
}

interface Reader {
  readonly source: YamlSource;
  readonly outline: FlowOutline;
}

function readList(list: StepList, reader: Reader): DiagramList {
  const spoken = list.steps.filter((node) => !isRemark(node, reader));
  const drawn = spoken.length === 0 ? list.steps : spoken;
  const [first] = drawn;
  const jump = first === undefined ? undefined : gotoTarget(first, reader);
  const steps = drawn.flatMap((node, index) => {
    if (gotoTarget(node, reader) !== undefined) return [];
    return [readStep(node, drawn[index + 1], reader)];
  });
  return { steps, jump };
}

function readStep(node: StepNode, below: StepNode | undefined, reader: Reader): DiagramStep {
  const value = valueAt(reader.source.value, node.path);
  const ways = node.reading?.outline.ways ?? [];
  const lists = node.reading?.outline.lists ?? [];
  const goesOn =
    node.reading?.common.when !== undefined || ways.some((way) => way.to.kind === "next");
  return {
    key: keyOf(node),
    ...(node.id === undefined ? {} : { id: node.id }),
    ...describeStep(node, value),
    at: reader.source.at(node.path),
    branches: lists.flatMap(({ path }): readonly DiagramBranch[] => {
      const list = reader.outline.lists.get([...node.path, ...path].join("/"));
      if (list === undefined) return [];
      return [{ label: branchLabel(path, value), list: readList(list, reader) }];
    }),
    jumps: jumpsOf(ways, value, reader),
    onward: goesOn ? onwardOf(node, below, reader) : { kind: "none" },
  };
}

function onwardOf(node: StepNode, below: StepNode | undefined, reader: Reader): Onward {
  const label = onwardLabel(node);
  const target = below === undefined ? undefined : gotoTarget(below, reader);
  return target === undefined ? { kind: "below", label } : { kind: "jump", to: target, label };
}

/** What is said at the way on, where other ways lead elsewhere. */
function onwardLabel({ kind, reading }: StepNode): string | undefined {
  const verb = kind?.verb;
  if (verb === "if") return "no";
  if (verb === "switch") return "none";
  if (verb === "each") return "done";
  const isConditional = reading?.common.when !== undefined;
  return isConditional && (verb === "goto" || verb === "end") ? "else" : undefined;
}

/** Ways to other steps, each target once. */
function jumpsOf(ways: readonly Way[], value: unknown, reader: Reader): readonly DiagramJump[] {
  const jumps = new Map<string, DiagramJump>();
  for (const { to } of ways) {
    if (to.kind !== "step") continue;
    const target = targetOf(to.id, reader);
    if (target === undefined || jumps.has(target.key)) continue;
    jumps.set(target.key, { to: target, label: branchLabel(to.path, value) });
  }
  return [...jumps.values()];
}

/** What a way out of a step is called, by the key that it stands under. */
function branchLabel(path: YamlPath, value: unknown): string {
  const step = asMap(value) ?? {};
  const [key, index] = path;
  if (key === "switch" && typeof index === "number") {
    const when = asMap(asList(step["switch"])[index])?.["when"];
    return when === undefined ? "else" : plain(when);
  }
  if (key === "on_timeout") {
    const timeout = plain(step["timeout"] ?? asMap(step["wait"])?.["timeout"]);
    return timeout === "" ? "too late" : `after ${timeout}`;
  }
  return labels.get(String(key)) ?? "";
}

const labels: ReadonlyMap<string, string> = new Map([
  ["then", "yes"],
  ["else", "no"],
  ["steps", "each"],
  ["catch", "fails"],
  ["on_fail", "tries used up"],
]);

/** A remark that nothing leads to is not drawn, unless it is all that a list has. */
function isRemark(node: StepNode, { outline }: Reader): boolean {
  return node.kind?.verb === "note" && outline.byId.get(node.id ?? "") !== node;
}

/** Where a `goto` leads that is drawn as an arrow only. */
function gotoTarget(node: StepNode, reader: Reader): DiagramTarget | undefined {
  if (node.kind?.verb !== "goto" || node.id !== undefined) return undefined;
  if (node.reading?.common.when !== undefined) return undefined;
  const [way] = node.reading?.outline.ways ?? [];
  return way?.to.kind === "step" ? targetOf(way.to.id, reader) : undefined;
}

function targetOf(id: string, { outline }: Reader): DiagramTarget | undefined {
  const node = outline.byId.get(id);
  return node === undefined ? undefined : { key: keyOf(node), id };
}

function keyOf(node: StepNode): string {
  return `s${node.order + 1}`;
}

function valueAt(value: unknown, path: YamlPath): unknown {
  return path.reduce<unknown>((inner, step) => {
    if (typeof inner !== "object" || inner === null) return undefined;
    const item: unknown = Reflect.get(inner, step);
    return item;
  }, value);
}
