import type { Run } from "#core/model/run.ts";
import { type RunTargetDeps, runTarget } from "./run-target.ts";
import type { Turn } from "./turn.ts";

/**
 * Ends runs as cancelled; one whose flow has `on_cancel` goes through that. Not for STOP and not for
 * an erasure: after those nothing is done any more.
 */
export async function cancelRuns(
  turn: Turn,
  runs: readonly Run[],
  deps: RunTargetDeps,
): Promise<void> {
  for (const run of runs) {
    const program = run.state === "resting" ? await deps.programs.find(run.revision) : undefined;
    const cause = { kind: "cancel" } as const;
    const isTaken = program !== undefined && runTarget(turn, { program, run, cause }, deps);
    if (!isTaken) turn.cancelRun(run);
  }
}
