import type { Position } from "#core/flow/finding.ts";

/**
 * Why a test failed, at the line of the test that was not met. `expected` and `actual` are what
 * stands in the file and what came, as lines; either may be empty.
 */
export interface Failure {
  readonly at: Position;
  readonly message: string;
  readonly expected: readonly string[];
  readonly actual: readonly string[];
}

/** What is different about one message or one fact; `match…` give it, the runner adds the place. */
export type Mismatch = Omit<Failure, "at">;
