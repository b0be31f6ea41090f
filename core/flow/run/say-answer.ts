import { toMarkup } from "#core/flow/render/markup.ts";
import type { AiReply } from "#core/model/ai.ts";
import type { Turn } from "./turn.ts";

/**
 * Sends what an AI wrote, its Markdown as the channel shows it; one that was cut says so by a sign.
 * Gives the text that was sent.
 */
export function sayAnswer({ text, isCut }: Pick<AiReply, "text" | "isCut">, turn: Turn): string {
  const whole = isCut ? `${text.trimEnd()}…` : text;
  const shown = toMarkup(whole, turn.capabilities.markup);
  turn.say(shown, "reply");
  return shown;
}
