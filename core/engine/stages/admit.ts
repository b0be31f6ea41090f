import type { EngineSettings } from "#core/engine/settings.ts";
import type { Turn } from "#core/engine/turn.ts";
import { decideAdmit } from "#core/gate/decide-admit.ts";
import { matchInterrupt } from "#core/gate/match-interrupt.ts";
import { goOn, ignored, type Stage } from "./stage.ts";

/**
 * What comes of somebody who is blocked, or not on the list, is kept and goes no further: what was begun
 * with them ends. STOP is heard all the same, and what a person of ours sends is refused where it leaves.
 */
export function createAdmitStage(settings: EngineSettings): Stage {
  return {
    name: "admit",
    run(turn) {
      const { consents, addresses } = turn.contact;
      const denial = decideAdmit(consents, addresses, settings.allow);
      if (denial === undefined || isHeardAnyway(turn)) return goOn;
      if (turn.runs.length > 0) turn.record("run.cancelled", { reason: denial });
      turn.cancelRuns();
      turn.cancelSends(denial);
      return ignored(denial);
    },
  };
}

function isHeardAnyway({ event: { body } }: Turn): boolean {
  if (body.kind === "message") return matchInterrupt(body.message) === "stop";
  return body.kind === "operator";
}
