import type { AccountId } from "#core/lib/ids.ts";
import type { JsonObject } from "#core/lib/json.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { FileReader } from "#core/model/ports/file-store.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Net } from "#core/model/ports/net.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { ChannelSimulator, WebhookSink } from "#core/model/ports/simulator.ts";
import type { LoadedChannelPlugin } from "#core/plugin/define-plugin.ts";
import type { PluginValues } from "./plugin-values.ts";

/** An account whose settings are known: what stands outside of bot.yaml is put in. */
export interface ReadyAccount {
  readonly account: AccountId;
  readonly plugin: LoadedChannelPlugin;
  readonly settings: JsonObject;
  /** True: it speaks to the channel's simulator in this process, not to the network. */
  readonly isSimulated: boolean;
}

export interface ChannelPorts {
  readonly records: PluginValues;
  readonly clock: Clock;
  readonly random: Random;
  readonly net: Net;
  readonly log: Log;
  /** Kept files; without it there are none. */
  readonly files?: FileReader;
  /** Where a simulator's webhooks go. */
  readonly deliver: WebhookSink;
  readonly connect?: Connect | undefined;
}

/** Gives an account the simulator that it is to speak to, and lets its webhooks go to `deliver`. */
export type Connect = (ready: ReadyAccount, deliver: WebhookSink) => ChannelSimulator | undefined;

/** Messages that a simulator keeps: whole chats of many phones, and not every one of a long day. */
export const keptMessages = 1_000;

export const noFiles: FileReader = { read: () => Promise.resolve(undefined) };

/** A channel in use, from its making to its stop. */
export interface OpenChannel {
  readonly channel: Channel;
  readonly simulator: ChannelSimulator | undefined;
  /** Tells the plugin that it is over. */
  stop(): void;
}

/** Makes an account's channel, on the network or on its simulator. */
export function openChannel(ready: ReadyAccount, ports: ChannelPorts): OpenChannel {
  const { account, plugin } = ready;
  const { records, clock, random } = ports;
  const abort = new AbortController();
  const simulator = ready.isSimulated ? openSimulator(ready, ports) : undefined;
  const context = {
    log: ports.log.child({ plugin: plugin.name, account }),
    clock,
    random,
    net: simulator?.net ?? ports.net,
    files: ports.files ?? noFiles,
    signal: abort.signal,
    values: {
      get: (key: string) => records.pluginValue(plugin.name, key),
      set: (key: string, value: Parameters<Records["setPluginValue"]>[2]) =>
        records.setPluginValue(plugin.name, key, value),
    },
  };
  const channel = plugin.create(context, account, { ...ready.settings, ...simulator?.settings });
  return { channel, simulator, stop: () => abort.abort() };
}

function openSimulator(
  ready: ReadyAccount,
  { clock, random, deliver, connect }: ChannelPorts,
): ChannelSimulator | undefined {
  return connect === undefined
    ? ready.plugin.simulate?.({ clock, random, deliver, keepMessages: keptMessages })
    : connect(ready, deliver);
}
