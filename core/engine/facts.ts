import { decideStart } from "#core/gate/decide-start.ts";
import type { Facts, PurposeFacts } from "#core/model/facts.ts";
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
    consent: consentFacts(turn, settings),
    windowUntilAt: turn.conversation.windowUntilAt,
    bot: { name: bot.name },
    channel: turn.channel,
    mergesTexts: bot.mergesTexts,
    hours: { open: bot.isOpenAt?.(turn.now) ?? true },
    env: bot.env,
  };
}

function consentFacts(
  { contact, now }: Pick<Turn, "contact" | "now">,
  { consent }: EngineSettings,
): Facts["consent"] {
  const facts: Record<string, PurposeFacts> = {};
  for (const [purpose, rule] of consent.purposes) {
    facts[purpose] = {
      isGranted: decideStart(purpose, contact, consent.purposes, now) === undefined,
      questions: consent.questions.get(purpose) ?? {},
      covers: rule.needs,
    };
  }
  return facts;
}
