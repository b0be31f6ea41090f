import type { SettingOverride, SettingOverrideWrite } from "#core/model/ops.ts";

/** A setting as it counts now. */
export interface CurrentSetting {
  readonly key: string;
  readonly value: string;
  /** What a command put over bot.yaml; undefined: the value is that of bot.yaml, or its default. */
  readonly override: SettingOverride | undefined;
}

/** What commands may set, over bot.yaml. */
export interface SettingsDesk {
  /** In the order of bot.yaml. */
  readonly keys: readonly string[];
  readonly current: (key: string) => CurrentSetting | undefined;
  /** What is wrong with a value, in words; undefined: it fits. */
  readonly findProblem: (key: string, value: string) => string | undefined;
  readonly overrides: () => readonly SettingOverride[];
  /** Takes over what is durable. */
  readonly apply: (writes: readonly SettingOverrideWrite[]) => void;
}

/** The override that pauses the bot; no setting of bot.yaml. */
export const pausedKey = "paused";
