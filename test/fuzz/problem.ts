import type { FuzzCase } from "./fuzz-case.ts";

/** What ended a run. */
export interface Problem {
  readonly what: string;
  /** The body that did it, where one alone is known. */
  readonly it?: FuzzCase;
}
