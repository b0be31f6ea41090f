import type { Catalog } from "#core/flow/catalog.ts";
import type { ValueType } from "#core/flow/expression/name-types.ts";
import type { Finding } from "#core/flow/finding.ts";
import type { Program } from "#core/flow/program.ts";
import type { YamlSource } from "#core/flow/read/yaml-source.ts";
import type { Around } from "./around.ts";
import type { FilledNames } from "./filled-names.ts";
import type { FlowGraph } from "./flow-graph.ts";
import type { FlowOutline } from "./flow-outline.ts";
import type { Slot } from "./slot.ts";
import type { Trigger } from "./trigger.ts";

/** A flow file that was read, with what can be said of it before its steps are compiled. */
export interface FlowDraft {
  readonly source: YamlSource;
  readonly flow: string | undefined;
  /** Inputs and outputs are slots too. */
  readonly slots: ReadonlyMap<string, Slot>;
  readonly inputs: ReadonlyMap<string, Slot>;
  readonly outputs: ReadonlyMap<string, Slot>;
  /** Inputs that a caller always gives a value: of a flow that nothing else starts. */
  readonly given: readonly string[];
  readonly outline: FlowOutline;
  /** What the reader and the slots gave. */
  readonly findings: readonly Finding[];
}

/** Everything that the checks of one flow look at. */
export interface FlowFacts {
  readonly draft: FlowDraft;
  readonly catalog: Catalog;
  readonly around: Around;
  readonly triggers: readonly Trigger[];
  readonly graph: FlowGraph;
  readonly fills: FilledNames;
  readonly locals: ReadonlyMap<string, ValueType>;
  /** Dotted names that some expression reads. */
  readonly reads: ReadonlySet<string>;
  /** Whether every expression and text could be compiled. */
  readonly isSound: boolean;
}

/** A flow that was compiled as far as it goes. */
export interface CompiledFlow {
  readonly draft: FlowDraft;
  readonly triggers: readonly Trigger[];
  /** Undefined if anything in it is an error. */
  readonly program: Program | undefined;
  readonly findings: readonly Finding[];
}
