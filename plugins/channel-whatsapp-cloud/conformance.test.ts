import type { ChannelSimulator, Net, NetReply, NetRequest } from "sapa/plugin";
import { type ChannelConnection, channelConformance } from "sapa/plugin/testing";
import plugin from "./index.ts";

const settingsThatPause = { token: "revoked" };

channelConformance({ plugin, settingsThatPause, title: "over net" });
channelConformance({ plugin, settingsThatPause, title: "over HTTP", connect: overHttp });

/** The simulator behind a real socket, and a net that is plain fetch. */
function overHttp(simulator: ChannelSimulator): ChannelConnection {
  const server = simulator.serve({ port: 0 });
  const net: Net = { request: fetchOnce };
  return { net, settings: { graph_url: server.url }, stop: () => server.stop() };
}

async function fetchOnce(request: NetRequest): Promise<NetReply> {
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      ...(request.body === undefined ? {} : { body: request.body }),
      signal: AbortSignal.timeout(request.timeoutMs),
    });
    const headers = Object.fromEntries(response.headers.entries());
    return { kind: "answer", status: response.status, headers, body: await response.text() };
  } catch (error) {
    return { kind: "broken", reason: String(error) };
  }
}
