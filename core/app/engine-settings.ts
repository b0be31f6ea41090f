import type { BotConfig } from "#core/config/bot-schema.ts";
import type { Variables } from "#core/config/environment.ts";
import { createOpenAt } from "#core/config/opening-hours.ts";
import { defaultEngineSettings, type EngineSettings } from "#core/engine/settings.ts";
import type { Rate } from "#core/lib/duration.ts";
import type { Pace } from "#core/lib/gcra.ts";
import { readAddress } from "#core/model/read-address.ts";
import { toConsentSettings } from "./consent-settings.ts";
import { toBudgets } from "./to-budget.ts";

/** Messages of an account that may leave at once after a quiet time: what a tenth of a second has. */
const burstMs = 100;
const leastBurst = 10;

/** What the engine needs of bot.yaml. A variable of `flows.env` that is unset is an empty text. */
export function toEngineSettings(config: BotConfig, variables: Variables): EngineSettings {
  const { human, hours, limits } = config;
  const env = config.flows.env.map((name) => [name, variables[name] ?? ""] as const);
  return {
    ...defaultEngineSettings,
    bot: {
      name: config.name,
      locales: config.locales,
      timeZone: config.timeZone,
      menuFlow: config.menu,
      humanReplyMs: human?.replyWithinMs,
      env: Object.fromEntries(env),
      mergesTexts: config.flows.mergeTexts,
      isOpenAt: hours === undefined ? undefined : createOpenAt(hours, config.timeZone),
    },
    consent: toConsentSettings(config),
    allow: toAllowList(config),
    limits: {
      contact: limits.contact,
      over: limits.over,
      loop: limits.loops,
      flows: limits.flows,
      account: toPace(limits.account.sends),
      pair: limits.account.pair,
      budget: toBudgets(limits.budget),
    },
    window: config.window,
    intake: {
      staleAfterMs: config.intake.staleAfterMs,
      debounceMs: config.intake.debounceMs,
      mediaMaxBytes: config.intake.mediaMaxBytes,
      hearsVoice: config.ai.voice !== undefined,
    },
    retention: { mediaMs: config.retention.mediaMs },
  };
}

/** Who commands the bot may talk to it. */
function toAllowList({ allow, operators }: BotConfig): EngineSettings["allow"] {
  if (allow === undefined) return undefined;
  const people = [...allow, ...operators.map(({ contact }) => contact)];
  return new Set(people.map((person) => readAddress(person).value));
}

function toPace({ count, periodMs }: Rate): Pace {
  const burst = Math.max(leastBurst, Math.floor((burstMs * count) / periodMs));
  return { everyMs: periodMs / count, burst: Math.min(burst, count) };
}
