import type { z } from "zod";
import type { BotConfig } from "#core/config/bot-schema.ts";
import { countSchema, durationSchema, rateSchema } from "#core/config/text-schemas.ts";
import { formatDuration, formatRate } from "#core/lib/duration.ts";

/** A setting of bot.yaml that a command may change while the bot runs. */
export interface Settable {
  /** As bot.yaml nests it, with dots. */
  readonly key: string;
  /** As bot.yaml would say it. */
  readonly read: (config: BotConfig) => string;
  /** The configuration with another value, or what is wrong with the value. */
  readonly put: (config: BotConfig, text: string) => BotConfig | string;
}

/** In the order of bot.yaml: what the engine looks at anew each time. */
export const settables: readonly Settable[] = [
  define("limits.contact", rateSchema, {
    read: ({ limits }) => formatRate(limits.contact),
    put: (config, contact) => ({ ...config, limits: { ...config.limits, contact } }),
  }),
  define("limits.account.sends", rateSchema, {
    read: ({ limits }) => formatRate(limits.account.sends),
    put: (config, sends) => withAccount(config, { sends }),
  }),
  define("limits.account.pair.every", durationSchema, {
    read: ({ limits }) => formatDuration(limits.account.pair.everyMs),
    put: (config, everyMs) =>
      withAccount(config, { pair: { ...config.limits.account.pair, everyMs } }),
  }),
  define("limits.account.pair.burst", countSchema(1, 1_000), {
    read: ({ limits }) => String(limits.account.pair.burst),
    put: (config, burst) => withAccount(config, { pair: { ...config.limits.account.pair, burst } }),
  }),
  define("intake.stale_after", durationSchema, {
    read: ({ intake }) => formatDuration(intake.staleAfterMs),
    put: (config, staleAfterMs) => ({ ...config, intake: { ...config.intake, staleAfterMs } }),
  }),
  define("intake.debounce", durationSchema, {
    read: ({ intake }) => formatDuration(intake.debounceMs),
    put: (config, debounceMs) => ({ ...config, intake: { ...config.intake, debounceMs } }),
  }),
];

function define<Schema extends z.ZodType>(
  key: string,
  schema: Schema,
  place: {
    readonly read: Settable["read"];
    readonly put: (config: BotConfig, value: z.output<Schema>) => BotConfig;
  },
): Settable {
  return {
    key,
    read: place.read,
    put(config, text) {
      const parsed = schema.safeParse(text);
      return parsed.success
        ? place.put(config, parsed.data)
        : (parsed.error.issues[0]?.message ?? "it does not fit");
    },
  };
}

function withAccount(
  config: BotConfig,
  change: Partial<BotConfig["limits"]["account"]>,
): BotConfig {
  const { limits } = config;
  return { ...config, limits: { ...limits, account: { ...limits.account, ...change } } };
}
