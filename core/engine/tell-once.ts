import { minuteMs } from "#core/lib/millis.ts";
import type { Turn } from "./turn.ts";

/** Tells a person that something is too much, once a minute whatever it is. */
export function tellOnce(turn: Turn, suffix: string, text: string): void {
  const { now, conversation } = turn;
  const toldAt = conversation.limitToldAt;
  if (toldAt !== undefined && now - toldAt < minuteMs) return;
  turn.changeConversation({ limitToldAt: now });
  turn.say(suffix, text);
}
