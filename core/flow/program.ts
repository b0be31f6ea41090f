import type { RevisionId } from "#core/lib/ids.ts";
import type { Placed } from "./compile/placed.ts";
import type { Slot } from "./compile/slot.ts";
import type { Target } from "./compile/target.ts";
import type { Trigger } from "./compile/trigger.ts";
import type { StepCode } from "./define-step.ts";
import type { Expression } from "./expression/compile-expression.ts";
import type { Position } from "./finding.ts";

/** What happens when a trigger fires while the flow has a live run. */
export type Mode = "restart" | "queue" | "single";

/**
 * A checked flow, ready to run: immutable data and closures over it. Lists of steps are flat and
 * looked up by name, so moving from step to step costs the same in a small and in a huge flow.
 */
export interface Program {
  readonly flow: string;
  /** SHA-256 of what the flow says; comments, spacing and quotes do not change it. */
  readonly revision: RevisionId;
  readonly file: string;
  /** The YAML text that it was made from: compiling it again gives the same revision. */
  readonly source: string;
  readonly description: string | undefined;
  /** The consent purpose of everything that it sends. */
  readonly purpose: string;
  readonly mode: Mode;
  readonly triggers: readonly Trigger[];
  readonly slots: ReadonlyMap<string, Slot>;
  /** Names that an `into:` brings in without a slot; they last as long as the run. */
  readonly locals: readonly string[];
  /** List name (`steps`, `steps/2/then`) → its steps. */
  readonly lists: ReadonlyMap<string, readonly Step[]>;
  /** Step id → where it stands. */
  readonly targets: ReadonlyMap<string, Target>;
}

/** The list that a run begins in. */
export const mainList = "steps";

export interface Step {
  readonly verb: string;
  readonly id: string | undefined;
  readonly at: Position;
  /** The step is skipped unless this is true. */
  readonly when: Placed<Expression> | undefined;
  readonly code: StepCode;
}
