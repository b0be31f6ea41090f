import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from "@azure/msal-node";
import { BotError, type Net, secondMs } from "sapa/plugin";
import { z } from "zod";

const timeoutMs = 30 * secondMs;
/** The largest answer of a sign-in server: its description of itself is about 2 KB, tokens up to 20. */
const maxBytes = 262_144;

/** The library's way out, by the host's: bounded in time and size, and the same in tests. */
export function createNetModule(net: Net): INetworkModule {
  async function send<Body>(
    method: "GET" | "POST",
    url: string,
    { headers = {}, body }: NetworkRequestOptions = {},
  ): Promise<NetworkResponse<Body>> {
    const words = body === undefined ? {} : { body };
    const reply = await net.request({ method, url, headers, timeoutMs, maxBytes, ...words });
    if (reply.kind !== "answer") {
      throw new BotError("AI_UNREACHABLE", `the sign-in server does not answer: ${reply.reason}`);
    }
    const parsed = z.custom<Body>((value) => typeof value === "object" && value !== null);
    return {
      status: reply.status,
      headers: { ...reply.headers },
      body: parsed.parse(JSON.parse(reply.body)),
    };
  }
  return {
    sendGetRequestAsync: (url, options) => send("GET", url, options),
    sendPostRequestAsync: (url, options) => send("POST", url, options),
  };
}
