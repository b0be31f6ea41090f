import type { ChannelSimulator } from "sapa/plugin";
import { type ChannelConnection, channelConformance, httpNet } from "sapa/plugin/testing";
import plugin from "./index.ts";

const settingsThatPause = { token: "revoked" };

channelConformance({ plugin, settingsThatPause, title: "over net" });
channelConformance({ plugin, settingsThatPause, title: "over HTTP", connect: overHttp });

/** The simulator behind a real socket, and a net that is plain fetch. */
function overHttp(simulator: ChannelSimulator): ChannelConnection {
  const server = simulator.serve({ port: 0 });
  return { net: httpNet, settings: { graph_url: server.url }, stop: () => server.stop() };
}
