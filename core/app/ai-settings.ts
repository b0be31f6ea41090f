import type { BotConfig } from "#core/config/bot-schema.ts";
import type { AiSettings } from "#core/engine/ai/ai-settings.ts";
import { paceOf } from "#core/engine/wait-for-limit.ts";
import { toBudgets } from "./to-budget.ts";

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
    providerPaces: new Map(
      Object.entries(providers).flatMap(([key, { limit }]) =>
        limit === undefined ? [] : [[key, paceOf(limit)] as const],
      ),
    ),
    tools: new Map(Object.entries(ai.tools)),
    voice: ai.voice,
    retrieval: new Map(Object.entries(config.retrieval)),
    moderation: ai.moderation,
    embedder: ai.embedder,
    operators: operators.map(({ contact, role }) => ({ contact, role })),
    budget: toBudgets(limits.budget),
  };
}
