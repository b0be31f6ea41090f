import type OpenAI from "openai";
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

async function createClient({ key, base_url, headers }: Config): Promise<OpenAI> {
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
  });
}
