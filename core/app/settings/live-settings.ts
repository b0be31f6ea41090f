import { toEngineSettings } from "#core/app/engine-settings.ts";
import type { BotConfig } from "#core/config/bot-schema.ts";
import type { Variables } from "#core/config/environment.ts";
import type { EngineSettings, TemplateStates } from "#core/engine/settings.ts";
import type { SettingOverride } from "#core/model/ops.ts";
import { pausedKey, type SettingsDesk } from "#core/ops/settings-desk.ts";
import { type Settable, settables } from "./settable.ts";

/** bot.yaml, and over it what operators have set by commands. */
export interface LiveSettings {
  /** What counts at the moment: limits, intake and pause are read anew each time. */
  readonly engine: EngineSettings;
  readonly desk: SettingsDesk;
}

interface KeptSettings {
  /** What operators set before. */
  readonly overrides: readonly SettingOverride[];
  readonly templates: TemplateStates;
}

export function createLiveSettings(
  config: BotConfig,
  variables: Variables,
  { overrides: stored, templates }: KeptSettings,
): LiveSettings {
  const overrides = new Map(stored.map((override) => [override.key, override]));
  let current = applyOverrides(config, stored);
  let engine = toEngineSettings(current, variables);
  const desk: SettingsDesk = {
    keys: settables.map(({ key }) => key),
    current(key) {
      const settable = find(key);
      if (settable === undefined) return undefined;
      return { key, value: settable.read(current), override: overrides.get(key) };
    },
    findProblem(key, value) {
      const put = find(key)?.put(config, value);
      return typeof put === "string" ? put : undefined;
    },
    overrides: () => [...overrides.values()],
    apply(writes) {
      if (writes.length === 0) return;
      for (const { value, ...write } of writes) {
        if (value === undefined) overrides.delete(write.key);
        else overrides.set(write.key, { ...write, value });
      }
      current = applyOverrides(config, [...overrides.values()]);
      engine = toEngineSettings(current, variables);
    },
  };
  return {
    desk,
    engine: {
      ...engine,
      templates,
      get limits() {
        return engine.limits;
      },
      get intake() {
        return engine.intake;
      },
      get pausedAt() {
        return overrides.get(pausedKey)?.at;
      },
    },
  };
}

/** One that no longer fits, after a newer version of the program, does not count. */
function applyOverrides(config: BotConfig, overrides: readonly SettingOverride[]): BotConfig {
  return overrides.reduce((changed, { key, value }) => {
    const put = find(key)?.put(changed, value);
    return put === undefined || typeof put === "string" ? changed : put;
  }, config);
}

function find(key: string): Settable | undefined {
  return settables.find((settable) => settable.key === key);
}
