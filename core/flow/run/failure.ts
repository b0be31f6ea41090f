import type { Position } from "#core/flow/finding.ts";

/** Why a run cannot go on. `code` is public and stable. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
  readonly at: Position;
  /** What `error.kind` says in a `catch`, if it is not the code's own word. */
  readonly kind?: string;
}

export type FailureCode =
  /** An expression gave no value. */
  | "FLOW_EXPRESSION_FAILED"
  /** A value does not fit the slot that it was meant for. */
  | "FLOW_VALUE_REFUSED"
  /** An action failed, or nobody knows whether it did; `kind` is its own word. */
  | "FLOW_ACTION_FAILED"
  /** The AI gave no answer, or one that does not do; `kind` is why. */
  | "FLOW_AI_FAILED"
  /** A bound of `limits` was reached. */
  | "FLOW_LIMIT_REACHED"
  /** The run rests at a place that its program does not have. */
  | "FLOW_PLACE_LOST"
  /** The interpreter itself went wrong. */
  | "FLOW_INTERNAL_ERROR";

/** A value, or why there is none. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };
