import { decideIntake } from "#core/gate/decide-intake.ts";
import { goOn, ignored, type Stage } from "./stage.ts";

/**
 * May the bot speak here at all: not after STOP, not while a person or another app has the
 * conversation. What a flow then wants to send is decided once more when it is sent.
 */
export const gateStage: Stage = {
  name: "gate",
  run(turn) {
    const silence = decideIntake(turn.contact, turn.conversation);
    if (silence === undefined) return goOn;
    turn.record("gate.silent", { reason: silence });
    return ignored(silence);
  },
};
