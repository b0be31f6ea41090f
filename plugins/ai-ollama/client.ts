import type { Ollama } from "ollama/browser";
import { isThisMachine } from "sapa/plugin";
import type { Config } from "./config.ts";

/** An answer of the server that is no answer of Ollama's: its status and the start of its text. */
export class OllamaError extends Error {
  readonly status: number;

  constructor(status: number, text: string) {
    super(text);
    this.name = "OllamaError";
    this.status = status;
  }
}

/** True: the server is the operator's own, and what it is asked stays in their hands. */
export function isLocal({ is_local, host }: Config): boolean {
  return is_local ?? isThisMachine(host);
}

/** Longest text of an error that is read, in characters. */
const errorChars = 2_000;

/**
 * A client for one question. The library takes no signal, so it is put into its way out; and its way
 * of reading errors writes to the console, so they are read here. From `ollama/browser`: the other
 * entry reads files by the names that stand in messages.
 */
export async function createClient(config: Config, signal: AbortSignal): Promise<Ollama> {
  const { Ollama: Client } = await import("ollama/browser");
  // Without this the runtime would send the text through HTTP_PROXY, to another machine.
  const way = isLocal(config) ? { proxy: false as const } : {};
  const ask = async (input: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Response> => {
    const signals = init?.signal ? [signal, init.signal] : [signal];
    const response = await fetch(input, { ...init, ...way, signal: AbortSignal.any(signals) });
    const type = response.headers.get("content-type") ?? "";
    if (response.ok && type.includes("json")) return response;
    throw new OllamaError(response.status, (await response.text()).slice(0, errorChars));
  };
  return new Client({
    host: config.host,
    fetch: Object.assign(ask, { preconnect: fetch.preconnect }),
    ...(config.key === undefined ? {} : { headers: { Authorization: `Bearer ${config.key}` } }),
  });
}
