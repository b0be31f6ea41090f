import { definePlugin, pluginApiVersion } from "sapa/plugin";
import { configSchema } from "./config.ts";
import { createChannel } from "./create-channel.ts";
import { createFakeGraph } from "./fake/create-fake-graph.ts";

/** WhatsApp by Meta's official Cloud API. */
export default definePlugin({
  kind: "channel",
  name: "channel-whatsapp-cloud",
  apiVersion: pluginApiVersion,
  config: configSchema,
  // Meta's policy: automation must offer a way to a person.
  needsHuman: true,
  create: createChannel,
  simulate: createFakeGraph,
});
