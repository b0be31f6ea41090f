import type { RevisionId } from "#core/lib/ids.ts";
import type { Migrate } from "./compile/compile-migrate.ts";
import type { OwnInterrupt } from "./compile/own-interrupt.ts";
import type { Placed } from "./compile/placed.ts";
import type { Slot } from "./compile/slot.ts";
import type { Target } from "./compile/target.ts";
import type { Trigger } from "./compile/trigger.ts";
import type { StepCode } from "./define-step.ts";
import type { Expression } from "./expression/compile-expression.ts";
import type { Position } from "./finding.ts";
import type { PersonalFact } from "./personal-facts.ts";

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
  /** The YAML text that it was made from. */
  readonly source: string;
  /** The same with the text of every flow that it can call: all that is needed to compile it again. */
  readonly bundle: string;
  readonly description: string | undefined;
  /** The consent purpose of everything that it sends. */
  readonly purpose: string;
  /** Undefined: the trigger's own, see `RouteMatch`. */
  readonly mode: Mode | undefined;
  /** How long a turn waits for further texts while the flow asks; undefined: as the bot does. */
  readonly debounceMs: number | undefined;
  /** What it sees of the person beyond what every flow does. */
  readonly reads: readonly PersonalFact[];
  /** Whether it takes voice notes like typed words. */
  readonly hearsVoice: boolean;
  readonly triggers: readonly Trigger[];
  readonly interrupts: readonly OwnInterrupt[];
  readonly slots: ReadonlyMap<string, Slot>;
  /** Slots whose values a caller gets when the flow ends. */
  readonly outputs: readonly string[];
  /** Every flow that is called from here, or from one of those, by name; pinned with the revision. */
  readonly callees: ReadonlyMap<string, Program>;
  /** Names that an `into:` brings in without a slot; they last as long as the run. */
  readonly locals: readonly string[];
  /** List name (`steps`, `steps/2/then`) → its steps. */
  readonly lists: ReadonlyMap<string, readonly Step[]>;
  /** Step id → where it stands. */
  readonly targets: ReadonlyMap<string, Target>;
  /** What becomes of the runs of earlier revisions; undefined: they finish on theirs. */
  readonly migrate: Migrate | undefined;
  /** Id of a step that holds runs → the slots and locals that have a value whenever one is there. */
  readonly expects: ReadonlyMap<string, readonly string[]>;
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
