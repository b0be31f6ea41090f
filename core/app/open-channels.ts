import type { AccountId } from "#core/lib/ids.ts";
import type { Channel, WebhookRequest } from "#core/model/ports/channel.ts";
import type { ChannelSimulator } from "#core/model/ports/simulator.ts";
import type { LoadedBot } from "./load-bot.ts";
import {
  type ChannelPorts,
  type OpenChannel,
  openChannel,
  type ReadyAccount,
} from "./open-channel.ts";

export interface ChannelsOptions extends Omit<ChannelPorts, "deliver" | "records" | "files"> {
  readonly bot: Pick<LoadedBot, "templates">;
  readonly accounts: readonly ReadyAccount[];
  readonly wrapChannel?: (channel: Channel, simulator: ChannelSimulator | undefined) => Channel;
}

interface Parts extends Pick<ChannelPorts, "records" | "files"> {
  /** Grows as channels are opened, so that a failure can stop those that were. */
  readonly opened: OpenChannel[];
}

/** Opens every account's channel. */
export function openChannels(
  { bot, accounts, wrapChannel, ...ports }: ChannelsOptions,
  { opened, ...parts }: Parts,
  deliver: (account: AccountId, webhook: WebhookRequest) => Promise<number>,
): {
  readonly channels: ReadonlyMap<AccountId, Channel>;
  readonly simulators: ReadonlyMap<AccountId, ChannelSimulator>;
} {
  const channels = new Map<AccountId, Channel>();
  const simulators = new Map<AccountId, ChannelSimulator>();
  for (const ready of accounts) {
    const { account } = ready;
    const open = openChannel(ready, {
      ...ports,
      ...parts,
      deliver: (webhook) => deliver(account, webhook),
    });
    opened.push(open);
    const { channel, simulator } = open;
    channels.set(account, wrapChannel?.(channel, simulator) ?? channel);
    if (simulator === undefined) continue;
    simulators.set(account, simulator);
    for (const template of bot.templates) simulator.approve(template);
  }
  return { channels, simulators };
}
