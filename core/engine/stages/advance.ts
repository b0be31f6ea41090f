import { type RunTargetDeps, runTarget } from "#core/engine/run-target.ts";
import { handled, ignored, type Stage } from "./stage.ts";

/** Lets the run that was chosen go on. */
export function createAdvanceStage(deps: RunTargetDeps): Stage {
  return {
    name: "advance",
    run(turn) {
      const { target } = turn;
      if (target === undefined) return ignored("no-target");
      const isTaken = runTarget(turn, target, deps);
      return isTaken ? handled("advanced") : ignored(`stale-${target.cause.kind}`);
    },
  };
}
