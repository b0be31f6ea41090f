import {
  describeReference,
  resolveSettings,
  type SettingSources,
} from "#core/config/resolve-settings.ts";
import { errorText } from "#core/lib/bot-error.ts";
import type { AiProvider } from "#core/model/ports/ai-provider.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { PluginContext } from "#core/plugin/define-plugin.ts";
import type { LoadedProvider } from "./load-plugins.ts";
import type { ActionPorts } from "./open-actions.ts";
import { noFiles } from "./open-channel.ts";

/** A provider whose settings are known. */
export interface ReadyProvider extends LoadedProvider {
  /** What came from outside bot.yaml: never to be logged. */
  readonly secrets: readonly string[];
  /** What is not set on this machine, one line each. */
  readonly problems: readonly string[];
}

/** The providers of a bot, from their making to their stop. */
export interface OpenProviders {
  readonly providers: ReadonlyMap<string, AiProvider>;
  /** Those that cannot be had on this machine, and why. */
  readonly missing: ReadonlyMap<string, string>;
  stop(): void;
}

/** Puts environment and secret files into the settings; one that leads nowhere is left out. */
export function prepareProviders(
  providers: readonly LoadedProvider[],
  sources: SettingSources,
): readonly ReadyProvider[] {
  return providers.map((item) => {
    const { settings, secrets, unset } = resolveSettings(item.settings, sources);
    const problems = unset.map(({ path, reference }) =>
      describeReference({ path: ["providers", item.name, ...path], reference }),
    );
    return { ...item, settings, secrets, problems };
  });
}

/**
 * Makes every provider of bot.yaml; a vendor's SDK is loaded here and for no other. One whose
 * settings do not fit this machine is missing: the bot runs without it.
 */
export function openProviders(
  ready: readonly ReadyProvider[],
  ports: Omit<ActionPorts, "web">,
): OpenProviders {
  const abort = new AbortController();
  const providers = new Map<string, AiProvider>();
  const missing = new Map<string, string>();
  for (const { name, plugin, settings, problems } of ready) {
    const log = ports.log.child({ plugin: plugin.name });
    try {
      const context = createContext(plugin.name, { ...ports, log }, abort.signal);
      providers.set(name, plugin.create(context, name, settings));
    } catch (error) {
      const unset = problems.length === 0 ? "" : `; not set: ${problems.join(", ")}`;
      log.error("provider.not-ready", { provider: name, unset: problems.join(", ") });
      log.debug("provider.not-ready-because", { provider: name, error: errorText(error) });
      missing.set(name, `its settings do not fit${unset}`);
    }
  }
  return { providers, missing, stop: () => abort.abort() };
}

function createContext(
  plugin: string,
  { records, log, clock, random, net }: Omit<ActionPorts, "web">,
  signal: AbortSignal,
): PluginContext {
  return {
    log,
    clock,
    random,
    net,
    files: noFiles,
    signal,
    values: {
      get: (key) => records.pluginValue(plugin, key),
      set: (key, value: Parameters<Records["setPluginValue"]>[2]) =>
        records.setPluginValue(plugin, key, value),
    },
  };
}
