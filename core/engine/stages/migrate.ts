import { moveRuns } from "#core/engine/migrate-runs.ts";
import type { StartDeps } from "#core/engine/run-target.ts";
import { goOn, type Stage } from "./stage.ts";

/** Lets runs of earlier revisions go on in the active one, where that says so. */
export function createMigrateStage(deps: StartDeps): Stage {
  return {
    name: "migrate",
    run(turn) {
      return moveRuns(turn, deps)?.then(() => goOn) ?? goOn;
    },
  };
}
