import type { Position } from "#core/flow/finding.ts";
import type { Said } from "./said.ts";

/**
 * Why a test failed, at the line of the test that was not met. `expected` and `actual` are what
 * stands in the file and what came, as lines; either may be empty: of one message with `isSaid`, else
 * of something that nobody sees. `hint` says what to do.
 */
export interface Failure {
  readonly at: Position;
  readonly message: string;
  readonly expected: readonly string[];
  readonly actual: readonly string[];
  readonly isSaid?: boolean | undefined;
  /** Whole messages that came where the file has none or others. */
  readonly unnamed?: readonly Said[] | undefined;
  /** What the bot said after the message that is different. */
  readonly later?: readonly Said[] | undefined;
  readonly hint?: string | undefined;
  /** The action or provider that was called without an answer for it, if that is why. */
  readonly unmocked?: string | undefined;
}

/**
 * What is different about one message or one fact; `match…` give it, the runner adds the place.
 * `saidText` is the whole text that came where the test writes another one out.
 */
export type Mismatch = Omit<Failure, "at"> & { readonly saidText?: string | undefined };
