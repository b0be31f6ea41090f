import type { AccountId, Channel, PluginContext } from "sapa/plugin";
import { capabilities } from "./capabilities.ts";
import type { Config } from "./config.ts";
import { channelKind } from "./inbound/read-sender.ts";
import { createReceiver } from "./inbound/receive.ts";
import { acknowledgeMessage } from "./outbound/acknowledge.ts";
import { checkAccount } from "./outbound/check-account.ts";
import { createGraphClient } from "./outbound/graph-client.ts";
import { sendMessage } from "./outbound/send-message.ts";

/** One WhatsApp number. Keeps nothing: every call reads its input and answers. */
export function createChannel(context: PluginContext, account: AccountId, config: Config): Channel {
  const client = createGraphClient(context.net, config);
  return {
    account,
    kind: channelKind,
    capabilities,
    receive: createReceiver(account, config),
    send: (send) => sendMessage(client, send),
    acknowledge: (vendorId, typing) => acknowledgeMessage(client, context.log, vendorId, typing),
    check: () => checkAccount(client),
  };
}
