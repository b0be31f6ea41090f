import type { BotConfig } from "#core/config/bot-schema.ts";
import type { AiSettings } from "#core/engine/ai/ai-settings.ts";

/** What the AI part of the engine needs of bot.yaml. */
export function toAiSettings({ ai, name, operator, timeZone }: BotConfig): AiSettings {
  return {
    botName: name,
    operator,
    timeZone,
    defaultProviders: ai.default,
    isLocalOnly: ai.localOnly,
    scope: ai.scope,
  };
}
