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

/** Vectors of a whole request are below this; nothing else comes near. Streams are bounded by the host. */
const maxAnswerBytes = 32 * 1_048_576;

/** Reads no answer for ever: one that is longer than any is none. */
async function boundedFetch(
  input: Parameters<typeof fetch>[0],
  init?: RequestInit,
): Promise<Response> {
  const response = await fetch(input, init);
  const isStream = response.headers.get("content-type")?.includes("event-stream") ?? false;
  if (response.body === null || isStream) return response;
  let size = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      size += chunk.byteLength;
      if (size > maxAnswerBytes) throw new SyntaxError("the answer is too long");
      controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(limit), { status, statusText, headers });
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
    fetch: Object.assign(boundedFetch, { preconnect: fetch.preconnect }),
    // Without this the runtime would send the text through HTTP_PROXY, to another machine.
    ...(isLocal(config) ? { fetchOptions: { proxy: false } } : {}),
  });
}
