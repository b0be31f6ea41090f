import { type RunTargetDeps, runTarget } from "#core/engine/run-target.ts";
import type { Turn } from "#core/engine/turn.ts";
import { decideIntake } from "#core/gate/decide-intake.ts";

/**
 * Lets a run go on that gave the conversation to a person, once the bot has it again. Its own timer
 * may still be on the way; it is stale then.
 */
export async function resumeHandoff(turn: Turn, deps: RunTargetDeps): Promise<void> {
  const run = turn.runs.find((item) => item.wait?.kind === "handoff");
  if (run === undefined || decideIntake(turn.contact, turn.conversation, turn.now) !== undefined)
    return;
  const program = await deps.programs.find(run.revision);
  if (program === undefined) turn.cancelRun(run);
  else runTarget(turn, { program, run, cause: { kind: "resume" } }, deps);
}
