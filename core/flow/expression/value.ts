import type { Millis } from "#core/lib/millis.ts";

/** What an expression reads and gives: plain JSON. Moments and durations are whole milliseconds. */
export type Value =
  | null
  | boolean
  | number
  | string
  | readonly Value[]
  | { readonly [key: string]: Value };

/** The top names that an expression sees, each with its value; a declared name that is unset is null. */
export type Names = { readonly [name: string]: Value };

/** Who reads the text that is made: language and time zone, and the moment it is made at. */
export interface Reader {
  /** BCP 47, such as `en` or `id`; an unknown one reads as English. */
  readonly locale: string;
  /** IANA, such as `Asia/Jakarta`; an unknown one reads as UTC. */
  readonly timeZone: string;
  readonly nowAt: Millis;
}

/** Why an evaluation gave no value; offsets are into the expression's (or template's) text. */
export interface EvaluationError {
  readonly code: "FLOW_EXPRESSION_FAILED";
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export type Evaluated<T = Value> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: EvaluationError };
