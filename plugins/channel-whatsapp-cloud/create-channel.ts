import type { AccountId, Channel, PluginContext } from "sapa/plugin";
import { capabilities } from "./capabilities.ts";
import type { Config } from "./config.ts";
import { channelKind } from "./inbound/read-sender.ts";
import { createReceiver } from "./inbound/receive.ts";
import { fetchMedia } from "./media/fetch-media.ts";
import { keptSources } from "./media/map-sources.ts";
import { Uploads } from "./media/uploads.ts";
import { acknowledgeMessage } from "./outbound/acknowledge.ts";
import { blockPerson } from "./outbound/block-person.ts";
import { checkAccount } from "./outbound/check-account.ts";
import { forgetPerson } from "./outbound/forget-person.ts";
import { createGraphClient } from "./outbound/graph-client.ts";
import { prepareMessage, sendMessage } from "./outbound/send-message.ts";
import { showAccount } from "./outbound/show-account.ts";
import { createPrices } from "./prices/create-prices.ts";
import { manageTemplates } from "./templates/manage-templates.ts";

/** One WhatsApp number. Remembers which files Meta has, and nothing else. */
export function createChannel(context: PluginContext, account: AccountId, config: Config): Channel {
  const { clock, files, log, net, random } = context;
  const client = createGraphClient(net, config);
  const uploads = new Uploads({ client, files, clock, random });
  return {
    account,
    kind: channelKind,
    capabilities,
    prices: createPrices(config.prices),
    receive: createReceiver(account, config),
    prepare: (message) => prepareMessage(uploads, message),
    mustPrepare: (message) => keptSources(message).length > 0,
    send: (send) => sendMessage(client, uploads, send),
    async acknowledge(vendorId, typing) {
      if (config.mark_read === "off") return;
      const isTyping = typing && config.mark_read === "typing";
      await acknowledgeMessage(client, log, vendorId, isTyping);
    },
    fetchMedia: (media, maxBytes) => fetchMedia(client, log, media, maxBytes),
    forget: (addresses) => forgetPerson(client, addresses),
    block: (addresses, isBlocked) => blockPerson(client, addresses, isBlocked),
    templates: manageTemplates(client),
    check: () => checkAccount(client),
    about: () => showAccount(client),
  };
}
