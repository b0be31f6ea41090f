import type { Position } from "#core/flow/finding.ts";

/** What a step is at a glance; each has a shape and a colour of its own. */
export type DiagramKind =
  | "message"
  | "question"
  | "template"
  | "wait"
  | "branch"
  | "loop"
  | "handoff"
  | "action"
  | "ai"
  | "call"
  | "entry"
  | "value"
  | "end";

/**
 * A flow as it is drawn. Steps stand in lists, as in the file; `goto` is no step here but an arrow,
 * and remarks without an id are left out.
 */
export interface Diagram {
  readonly flow: string;
  readonly description: string | undefined;
  /** Where the flow begins in its file. */
  readonly at: Position;
  /** What starts it, as people write it. */
  readonly triggers: readonly string[];
  readonly list: DiagramList;
  /** What begins elsewhere, each with its way in first: interrupts, `on_error`, `on_cancel`. */
  readonly asides: readonly DiagramList[];
}

/** Steps from top to bottom, or nothing but a way to another place. */
export interface DiagramList {
  readonly steps: readonly DiagramStep[];
  /** Set if the list begins with a `goto`: the step that it leads to. */
  readonly jump: DiagramTarget | undefined;
}

/** A step that an arrow leads to by its id. */
export interface DiagramTarget {
  readonly key: string;
  readonly id: string;
}

export interface DiagramStep {
  /** Its name in the drawing, such as `s12`. */
  readonly key: string;
  /** Its `id:` in the flow. */
  readonly id?: string;
  readonly kind: DiagramKind;
  /** The verb, and the step's id if it has one. */
  readonly caption: string;
  /** What it says or does. */
  readonly text: string;
  /** Smaller lines below: options, conditions, time limits. */
  readonly notes: readonly string[];
  readonly at: Position;
  readonly branches: readonly DiagramBranch[];
  /** Ways to other steps beside the way on. */
  readonly jumps: readonly DiagramJump[];
  readonly onward: Onward;
}

/** How a run goes on behind a step, apart from its branches. */
export type Onward =
  /** At what stands below, or behind the list. */
  | { readonly kind: "below"; readonly label: string | undefined }
  /** At another step: a `goto` stands below. */
  | { readonly kind: "jump"; readonly to: DiagramTarget; readonly label: string | undefined }
  /** Not: it ends, or its branches go on. */
  | { readonly kind: "none" };

export interface DiagramBranch {
  readonly label: string;
  readonly list: DiagramList;
}

export interface DiagramJump {
  readonly to: DiagramTarget;
  readonly label: string;
}
