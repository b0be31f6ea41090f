import type { Program } from "#core/flow/program.ts";
import { decideStart } from "#core/gate/decide-start.ts";
import type { Run } from "#core/model/run.ts";
import type { EngineSettings } from "./settings.ts";
import type { Turn } from "./turn.ts";

/**
 * Ends a run for whose purpose there is no yes any more: whatever it said would be held back, and it
 * would take the person's words for answers to questions that they never saw. As after STOP there is
 * no `on_cancel`. False if the run may go on.
 */
export function endDenied(
  turn: Turn,
  run: Run,
  program: Program,
  { consent }: EngineSettings,
): boolean {
  for (const purpose of purposesOf(run, program)) {
    const reason = decideStart(purpose, turn.contact, consent.purposes, turn.now);
    if (reason === undefined) continue;
    turn.cancelRun(run);
    turn.record("run.cancelled", { reason, flow: run.flow, purpose }, run);
    return true;
  }
  return false;
}

/** The run's own, and the one for which the called flow speaks in which it rests. */
function purposesOf({ position }: Run, program: Program): readonly string[] {
  const called = position.at(-1)?.flow;
  const callee = called === undefined ? undefined : program.callees.get(called);
  return callee === undefined ? [program.purpose] : [program.purpose, callee.purpose];
}
