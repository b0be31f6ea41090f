import { type RunTargetDeps, runTarget } from "#core/engine/run-target.ts";
import { handled, ignored, type Stage } from "./stage.ts";

/** Lets the run that was chosen go on. */
export function createAdvanceStage(deps: RunTargetDeps): Stage {
  return {
    name: "advance",
    run(turn) {
      const { target } = turn;
      if (target === undefined) return ignored("no-target");
      if (runTarget(turn, target, deps)) return handled("advanced");
      const { kind } = target.cause;
      // Help has been answered; what the run waits for is no question that could be asked again.
      return kind === "repeat" ? handled("help") : ignored(`stale-${kind}`);
    },
  };
}
