import type { RunCause } from "#core/flow/advance.ts";
import type { Program } from "#core/flow/program.ts";
import type { Run } from "#core/model/run.ts";

/** Which program goes on with which cause. */
export interface RouteTarget {
  readonly program: Program;
  /** Undefined: a new run. */
  readonly run: Run | undefined;
  readonly cause: RunCause;
}
