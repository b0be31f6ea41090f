import type OpenAI from "openai";
import { isThisMachine } from "sapa/plugin";
import type { Config } from "./config.ts";

/** Longest wait for an answer's headers, in milliseconds; the host's own deadlines are shorter. */
const timeoutMs = 600_000;

/**
 * A client without habits of its own: no address from the environment, no retries (the host decides
 * on those, and knows quota from haste), no log. The library is loaded at the first question.
 */
export function createClientOnce(config: Config): () => Promise<OpenAI> {
  let client: Promise<OpenAI> | undefined;
  return () => {
    client ??= createClient(config);
    return client;
  };
}

/** True: the server is the operator's own, and what it is asked stays in their hands. */
export function isLocal({ is_local, base_url }: Config): boolean {
  return is_local ?? isThisMachine(base_url);
}

async function createClient(config: Config): Promise<OpenAI> {
  const { key, base_url, headers } = config;
  const { default: Client } = await import("openai");
  return new Client({
    apiKey: key ?? "none",
    baseURL: base_url,
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: timeoutMs,
    logLevel: "off",
    defaultHeaders: headers,
    // Without this the runtime would send the text through HTTP_PROXY, to another machine.
    ...(isLocal(config) ? { fetchOptions: { proxy: false } } : {}),
  });
}
