import type { BotConfig } from "#core/config/bot-schema.ts";
import { hostKeys } from "#core/config/host-keys.ts";
import type { Finding } from "#core/flow/finding.ts";
import type { YamlPath, YamlSource } from "#core/flow/read/yaml-source.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { type AccountId, accountId } from "#core/lib/ids.ts";
import type { Json, JsonObject } from "#core/lib/json.ts";
import type {
  LoadedActionPlugin,
  LoadedChannelPlugin,
  LoadedPlugin,
  LoadedProviderPlugin,
} from "#core/plugin/define-plugin.ts";
import { checkSettings } from "./check-settings.ts";
import type { PluginLoader } from "./plugin-loader.ts";

/** An account as bot.yaml has it: references are not resolved yet. */
export interface LoadedAccount {
  readonly account: AccountId;
  readonly plugin: LoadedChannelPlugin;
  /** Everything below the account's key but `plugin`. */
  readonly settings: JsonObject;
}

/** A provider, likewise. */
export interface LoadedProvider {
  readonly name: string;
  readonly plugin: LoadedProviderPlugin;
  /** Everything below the provider's key but the host's own keys. */
  readonly settings: JsonObject;
}

/** A set of actions, likewise. */
export interface LoadedActions {
  readonly name: string;
  readonly plugin: LoadedActionPlugin;
  readonly settings: JsonObject;
}

/** What every bot has, unless bot.yaml says otherwise under the same name. */
export const builtInActions = { http: { plugin: "action-http" } } as const;

export interface PluginsLoading {
  readonly accounts: readonly LoadedAccount[];
  readonly providers: readonly LoadedProvider[];
  readonly actions: readonly LoadedActions[];
  readonly findings: readonly Finding[];
}

/** Loads the plugin of every account, provider and set of actions and checks its settings. */
export async function loadPlugins(
  config: BotConfig,
  source: YamlSource,
  loader: PluginLoader,
): Promise<PluginsLoading> {
  const accounts: LoadedAccount[] = [];
  const providers: LoadedProvider[] = [];
  const actions: LoadedActions[] = [];
  const findings: Finding[] = [];

  /** The plugin of the kind that fits the place; undefined, with a finding, if there is none. */
  async function load(name: string, path: YamlPath): Promise<LoadedPlugin | undefined> {
    try {
      return await loader.load(name);
    } catch (error) {
      if (!(error instanceof BotError)) throw error;
      const { message, hint } = error;
      const code = `BOT_${String(error.code)}`;
      const at = source.at([...path, "plugin"]);
      const told = { code, severity: "error", at, message } as const;
      findings.push(hint === undefined ? told : { ...told, hint });
      return undefined;
    }
  }

  function refuseKind(plugin: LoadedPlugin, path: YamlPath, wanted: string): void {
    findings.push({
      code: "BOT_PLUGIN_KIND",
      severity: "error",
      at: source.at([...path, "plugin"]),
      message: `${plugin.name} is a ${plugin.kind} and cannot be used as a ${wanted}`,
    });
  }

  for (const [name, { plugin: pluginName, ...settings }] of Object.entries(config.channels)) {
    const path = ["channels", name];
    const plugin = await load(pluginName, path);
    if (plugin === undefined) continue;
    findings.push(...checkSettings(plugin.config, settings, source, path));
    if (plugin.kind === "channel") accounts.push({ account: accountId(name), plugin, settings });
    else refuseKind(plugin, path, "channel");
  }
  for (const [name, provider] of Object.entries(config.providers)) {
    const settings = Object.fromEntries(
      Object.entries<Json>(provider).filter(([key]) => !hostKeys.provider.includes(key)),
    );
    const path = ["providers", name];
    const plugin = await load(provider.plugin, path);
    if (plugin === undefined) continue;
    findings.push(...checkSettings(plugin.config, settings, source, path));
    if (plugin.kind === "provider") providers.push({ name, plugin, settings });
    else refuseKind(plugin, path, "provider");
  }
  for (const [name, set] of Object.entries({ ...builtInActions, ...config.actions })) {
    const { plugin: pluginName, ...settings }: JsonObject & { readonly plugin: string } = set;
    const path = ["actions", name];
    const plugin = await load(pluginName, path);
    if (plugin === undefined) continue;
    findings.push(...checkSettings(plugin.config, settings, source, path));
    if (plugin.kind === "action") actions.push({ name, plugin, settings });
    else refuseKind(plugin, path, "set of actions");
  }
  return { accounts, providers, actions, findings };
}
