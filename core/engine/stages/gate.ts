import type { EngineSettings } from "#core/engine/settings.ts";
import type { Turn } from "#core/engine/turn.ts";
import { decideIntake } from "#core/gate/decide-intake.ts";
import { decideStart } from "#core/gate/decide-start.ts";
import { goOn, ignored, type Stage } from "./stage.ts";

/**
 * May the bot speak here at all: not after STOP, not while a person or another app has the
 * conversation; and has the person granted the purpose of the flow that is about to begin. What a
 * flow then wants to send is decided once more when it is sent.
 */
export function createGateStage({ consent }: EngineSettings): Stage {
  return {
    name: "gate",
    run(turn) {
      const { contact, conversation, target, now } = turn;
      const silence = decideIntake(contact, conversation, now);
      if (silence !== undefined) {
        turn.record("gate.silent", { reason: silence });
        if (silence === "stopped") endWaiting(turn);
        return ignored(silence);
      }
      if (target === undefined || target.run !== undefined) return goOn;
      const { flow, purpose } = target.program;
      const denial = decideStart(purpose, contact, consent.purposes, now);
      if (denial === undefined) return goOn;
      turn.record("gate.not-begun", { reason: denial, flow, purpose });
      return ignored(denial);
    },
  };
}

/**
 * After STOP somebody may be answered for a day, and what they began then may still wait when that
 * day is over. Its time or its result comes once: the run ends with it, as with STOP itself.
 */
function endWaiting(turn: Turn): void {
  const { event, target } = turn;
  if (target?.run === undefined || event.body.kind === "message") return;
  turn.cancelRun(target.run);
  turn.record("run.cancelled", { reason: "stopped", flow: target.run.flow }, target.run);
}
