import { giveToHuman } from "#core/engine/give-to-human.ts";
import type { EngineSettings } from "#core/engine/settings.ts";
import { tellOnce } from "#core/engine/tell-once.ts";
import type { Turn } from "#core/engine/turn.ts";
import { paceOf } from "#core/engine/wait-for-limit.ts";
import { decideIntake } from "#core/gate/decide-intake.ts";
import { takeOne } from "#core/lib/gcra.ts";
import type { EventBody } from "#core/model/event.ts";
import { refusalPurpose } from "#core/model/send.ts";
import { goOn, handled, ignored, type Stage, type StageResult } from "./stage.ts";

/**
 * Too much, too late or too dear: messages over the contact's rate are told once a minute and
 * recorded; a message that was old when it arrived is kept for a person and not answered by itself;
 * that a budget is used up is told once in its period.
 */
export function createLimitStage(settings: EngineSettings): Stage {
  return {
    name: "limit",
    run(turn) {
      const { event, conversation, contact, now } = turn;
      if (event.body.kind === "over_budget") return tellOverBudget(turn, event.body);
      if (event.body.kind === "window_closed") return askToWrite(turn, event.body);
      if (event.body.kind !== "message") return goOn;
      if (event.receivedAt - event.occurredAt > settings.intake.staleAfterMs) {
        turn.record("intake.stale", { ageMs: event.receivedAt - event.occurredAt });
        return ignored("stale");
      }
      const take = takeOne(conversation.limitNextAt, paceOf(settings.limits.contact), now);
      if (take.kind === "taken" && !turn.isOverLimit) {
        turn.changeConversation({ limitNextAt: take.nextAt });
        return goOn;
      }
      turn.record("limit.reached", { limit: "contact" });
      if (decideIntake(contact, conversation, now, true) !== "over-limit") {
        return ignored("over-limit");
      }
      if (settings.limits.over === "handoff") {
        turn.cancelRuns();
        giveToHuman(turn, settings, "over-limit");
        return handled("over-limit");
      }
      tellOnce(turn, "too-many", turn.texts.tooMany);
      return ignored("over-limit");
    },
  };
}

function tellOverBudget(
  turn: Turn,
  { whose, period }: Extract<EventBody, { kind: "over_budget" }>,
): StageResult {
  turn.record("budget.reached", { whose, period });
  if (decideIntake(turn.contact, turn.conversation, turn.now) === undefined) {
    turn.say("over-budget", turn.texts.overBudget(period), refusalPurpose);
  }
  return handled("over-budget");
}

/** The template of the bot, in the person's language; held to the gate like any other message. */
function askToWrite(
  turn: Turn,
  { purpose, template: name }: Extract<EventBody, { kind: "window_closed" }>,
): StageResult {
  turn.record("window.asked-to-write", { template: name });
  if (decideIntake(turn.contact, turn.conversation, turn.now) !== undefined) {
    return handled("window-closed");
  }
  const message = { kind: "template", name, language: turn.locale.replace("-", "_") } as const;
  const effect = turn.ownEffect("reopen");
  turn.addSend({ effect, message, class: "template", purpose });
  return handled("window-closed");
}
