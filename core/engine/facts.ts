import type { Facts } from "#core/model/facts.ts";
import type { EngineSettings } from "./settings.ts";
import type { Turn } from "./turn.ts";

/** What a flow may see of the world at this point of a turn. `seed` is its only chance. */
export function factsOf(
  turn: Pick<Turn, "now" | "locale" | "contact" | "conversation" | "channel">,
  settings: EngineSettings,
  seed: number,
): Facts {
  const { bot } = settings;
  return {
    now: turn.now,
    seed,
    locale: turn.locale,
    locales: bot.locales,
    timeZone: bot.timeZone,
    contact: turn.contact,
    windowUntilAt: turn.conversation.windowUntilAt,
    bot: { name: bot.name },
    channel: turn.channel,
    mergesTexts: bot.mergesTexts,
    hours: { open: bot.isOpenAt?.(turn.now) ?? true },
    env: bot.env,
  };
}
