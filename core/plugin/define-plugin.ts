import type { z } from "zod";
import type { AccountId } from "#core/lib/ids.ts";
import type { Json } from "#core/lib/json.ts";
import type { ActionDeclaration, RunAction } from "#core/model/ports/action.ts";
import type { AiProvider } from "#core/model/ports/ai-provider.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { FileReader } from "#core/model/ports/file-store.ts";
import type { GuardedNet } from "#core/model/ports/guarded-net.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Net } from "#core/model/ports/net.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { ChannelSimulator, SimulatorOptions } from "#core/model/ports/simulator.ts";

/** Version of this API; a plugin that asks for another one is refused at start. */
export const pluginApiVersion = 1;

/** All that a plugin gets: no store, no other plugin, no environment. */
export interface PluginContext {
  readonly log: Log;
  readonly clock: Clock;
  readonly random: Random;
  readonly net: Net;
  /** Files that were kept, by their hash; for messages that carry one. */
  readonly files: FileReader;
  /** Aborted when the plugin is stopped. */
  readonly signal: AbortSignal;
  /** The plugin's own durable values, erased with it. */
  readonly values: PluginValues;
}

export interface PluginValues {
  get(key: string): Promise<Json | undefined>;
  /** Undefined removes the key. */
  set(key: string, value: Json | undefined): Promise<void>;
}

interface PluginBase<Config> {
  /** `<kind>-<name>`, as in `plugin:` of bot.yaml. */
  readonly name: string;
  readonly apiVersion: typeof pluginApiVersion;
  /**
   * Settings below the plugin's key in bot.yaml, with `{ env }` and `{ file }` already resolved.
   * Strict: an unknown key is refused. Every field has a description: it is the editor's help.
   */
  readonly config: z.ZodType<Config>;
}

export interface ChannelPlugin<Config> extends PluginBase<Config> {
  readonly kind: "channel";
  create(context: PluginContext, account: AccountId, config: Config): Channel;
  /** True where the network's rules want a way to a person: bot.yaml must then have `human`. */
  readonly needsHuman?: boolean;
  /** The network in miniature, for `dev`, `chat`, `test` and the simulator. */
  readonly simulate?: (options: SimulatorOptions) => ChannelSimulator;
}

export interface ProviderPlugin<Config> extends PluginBase<Config> {
  readonly kind: "provider";
  /** True if it answers by rules alone, the same for the same question, and asks nobody: so do tests. */
  readonly isScripted?: boolean;
  create(context: PluginContext, name: string, config: Config): AiProvider;
}

/** What a plugin of actions gets beside: the way out for addresses that a flow has a say in. */
export interface ActionContext extends PluginContext {
  readonly web: GuardedNet;
}

/** Things that flows can do by `run: <name>.<action>`, where the name is the one in bot.yaml. */
export interface ActionPlugin<Config> extends PluginBase<Config> {
  readonly kind: "action";
  readonly actions: readonly ActionDeclaration[];
  /**
   * The hosts that its actions may reach; without it what they are given stays on this machine.
   * With it no sensitive slot may be given to them.
   */
  readonly hosts?: (config: Config) => readonly string[];
  create(context: ActionContext, name: string, config: Config): RunAction;
}

/** A channel plugin as the host sees it. */
export interface LoadedChannelPlugin {
  readonly kind: "channel";
  readonly name: string;
  /** The version of this API that it was written for. */
  readonly apiVersion: number;
  readonly needsHuman: boolean;
  readonly config: z.ZodType;
  create(context: PluginContext, account: AccountId, settings: unknown): Channel;
  readonly simulate: ((options: SimulatorOptions) => ChannelSimulator) | undefined;
}

/** A provider plugin, likewise. */
export interface LoadedProviderPlugin {
  readonly kind: "provider";
  readonly name: string;
  readonly apiVersion: number;
  readonly isScripted: boolean;
  readonly config: z.ZodType;
  create(context: PluginContext, name: string, settings: unknown): AiProvider;
}

/** A plugin of actions, likewise. */
export interface LoadedActionPlugin {
  readonly kind: "action";
  readonly name: string;
  readonly apiVersion: number;
  readonly config: z.ZodType;
  readonly actions: readonly ActionDeclaration[];
  /** Undefined: it reaches none. The settings may lack what only the machine knows. */
  readonly hosts: ((settings: unknown) => readonly string[]) | undefined;
  create(context: ActionContext, name: string, settings: unknown): RunAction;
}

export type LoadedPlugin = LoadedChannelPlugin | LoadedProviderPlugin | LoadedActionPlugin;

/**
 * Declares a plugin: the value that its `index.ts` exports as its default. Has no other effect.
 * The settings are checked on the way in, so that the host needs no type of them.
 */
export function definePlugin<Config>(plugin: ChannelPlugin<Config>): LoadedChannelPlugin;
export function definePlugin<Config>(plugin: ProviderPlugin<Config>): LoadedProviderPlugin;
export function definePlugin<Config>(plugin: ActionPlugin<Config>): LoadedActionPlugin;
export function definePlugin<Config>(
  plugin: ChannelPlugin<Config> | ProviderPlugin<Config> | ActionPlugin<Config>,
): LoadedPlugin {
  const { name, apiVersion, config } = plugin;
  if (plugin.kind === "channel") {
    return {
      kind: "channel",
      name,
      apiVersion,
      needsHuman: plugin.needsHuman ?? false,
      config,
      create: (context, account, settings) =>
        plugin.create(context, account, config.parse(settings)),
      simulate: plugin.simulate,
    };
  }
  if (plugin.kind === "action") {
    const { hosts } = plugin;
    return {
      kind: "action",
      name,
      apiVersion,
      config,
      actions: plugin.actions,
      hosts:
        hosts === undefined
          ? undefined
          : (settings) => {
              const { data } = config.safeParse(settings);
              return data === undefined ? [] : hosts(data);
            },
      create: (context, key, settings) => plugin.create(context, key, config.parse(settings)),
    };
  }
  return {
    kind: "provider",
    name,
    apiVersion,
    isScripted: plugin.isScripted ?? false,
    config,
    create: (context, key, settings) => plugin.create(context, key, config.parse(settings)),
  };
}
