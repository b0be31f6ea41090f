import type {
  ActionCall,
  ActionContext,
  ActionOutcome,
  GuardedReply,
  RunAction,
} from "sapa/plugin";
import { type Input, inputSchema } from "./actions.ts";
import type { Config } from "./config.ts";
import { type Method, outcomeOf } from "./outcome.ts";

const methods = { get: "GET", post: "POST", put: "PUT", delete: "DELETE" } as const;

/** Makes the actions of one name in bot.yaml. They keep nothing between calls. */
export function createActions({ web, signal: stopped }: ActionContext, config: Config): RunAction {
  return async (call, signal) => {
    const method = methodOf(call.action);
    const input = inputSchema.parse(call.input);
    const url = URL.parse(input.url);
    if (method === undefined || url === null) {
      const message = `there is no ${call.action} for this`;
      return { kind: "failed", code: "input_invalid", message, isFinal: true };
    }
    addQuery(url, input);
    const reply = await web.request(
      {
        method,
        url: url.href,
        headers: headersOf(input, config, call),
        ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
        hosts: config.hosts,
        timeoutMs: call.timeoutMs,
        maxBytes: config.max_bytes,
      },
      AbortSignal.any([signal, stopped]),
    );
    return judge(reply, url.host, method);
  };
}

function methodOf(action: string) {
  return Object.entries(methods).find(([name]) => name === action)?.[1];
}

function addQuery(url: URL, { query = {} }: Input): void {
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== "") url.searchParams.set(name, String(value));
  }
}

/** The step's own headers over those of bot.yaml, and ours over both. */
function headersOf(
  { headers = {}, body }: Input,
  config: Config,
  { key }: ActionCall,
): Record<string, string> {
  const all = new Map<string, string>([["accept", "application/json"]]);
  for (const [name, value] of [...Object.entries(config.headers), ...Object.entries(headers)]) {
    all.set(name.toLowerCase(), value);
  }
  if (body !== undefined) all.set("content-type", "application/json");
  all.set("idempotency-key", key);
  for (const name of ["host", "content-length", "transfer-encoding", "connection"]) {
    all.delete(name);
  }
  return Object.fromEntries(all);
}

function judge(reply: GuardedReply, host: string, method: Method): ActionOutcome {
  if (reply.kind === "answer") return outcomeOf(reply, host, method);
  if (reply.kind === "broken") {
    return { kind: "unknown", message: `${host} did not answer: ${reply.reason}` };
  }
  if (reply.kind === "unsent") {
    return { kind: "failed", code: "unreachable", message: `${host}: ${reply.reason}` };
  }
  return { kind: "failed", code: "host_refused", message: reply.reason, isFinal: true };
}
