import type { BotConfig } from "#core/config/bot-schema.ts";
import type { MoneyRate } from "#core/config/parse-money.ts";
import type { AiSettings } from "#core/engine/ai/ai-settings.ts";
import type { Budget } from "#core/model/budget.ts";

const microUsdPerUsd = 1_000_000;

/** What the AI part of the engine needs of bot.yaml. */
export function toAiSettings(config: BotConfig): AiSettings {
  const { ai, name, operator, timeZone, providers, operators, limits } = config;
  const onlyFor = Object.entries(providers).flatMap(([key, { only_for: roles }]) =>
    roles === undefined ? [] : [[key, roles] as const],
  );
  return {
    botName: name,
    operator,
    timeZone,
    defaultProviders: ai.default,
    isLocalOnly: ai.localOnly,
    scope: ai.scope,
    onlyFor: new Map(onlyFor),
    tools: new Map(Object.entries(ai.tools)),
    moderation: ai.moderation,
    operators: operators.map(({ contact, role }) => ({ contact, role })),
    budget: {
      contact: toBudget(limits.budget?.contact),
      account: toBudget(limits.budget?.account),
    },
  };
}

/** Only US dollars: the checker refuses any other currency where AI is metered. */
function toBudget(rate: MoneyRate | undefined): Budget | undefined {
  if (rate === undefined) return undefined;
  return { microUsd: Math.round(rate.amount * microUsdPerUsd), period: rate.period };
}
