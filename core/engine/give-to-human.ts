import { later } from "#core/lib/millis.ts";
import { handoffPurpose } from "#core/model/send.ts";
import type { EngineSettings } from "./settings.ts";
import type { Turn } from "./turn.ts";

/** A person of ours answers from here on, and the contact is told so; what was queued is held back. */
export function giveToHuman(turn: Turn, settings: EngineSettings, reason: string): void {
  turn.sendAs(handoffPurpose);
  turn.cancelSends("owned-by-human");
  turn.changeConversation({ owner: "human", ownerUntilAt: later(turn.now, settings.handoffMs) });
  turn.record("handoff.started", { reason });
  turn.say("human", turn.texts.human(settings.bot.humanReplyMs), handoffPurpose);
}
