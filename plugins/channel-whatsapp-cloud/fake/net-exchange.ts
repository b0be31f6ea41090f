import type { Clock, Net, NetReply, NetRequest, Random } from "sapa/plugin";
import { drawMs, type GraphReply, type GraphRequest, type Span } from "./graph-exchange.ts";

export interface NetExchangeDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly latency: Span | undefined;
  readonly handle: (request: GraphRequest) => GraphReply;
}

/** Exchanges without a socket. A request has its effect first, the answer takes its time. */
export function createNetExchange(deps: NetExchangeDeps): Net {
  return {
    request: async (request) => {
      const reply = deps.handle(toGraphRequest(request));
      const { latency, clock, random } = deps;
      if (latency !== undefined) {
        const delayMs = drawMs(latency, random.fraction());
        await new Promise<void>((resolve) => void clock.after(delayMs, resolve));
      }
      return toNetReply(reply, request);
    },
  };
}

function toGraphRequest({ method, url, headers, body }: NetRequest): GraphRequest {
  const pathAt = url.indexOf("/", "https://".length);
  return {
    method,
    path: url.slice(pathAt),
    origin: url.slice(0, pathAt),
    authorization: headers["authorization"],
    contentType: headers["content-type"],
    body: body ?? "",
  };
}

function toNetReply(reply: GraphReply, request: NetRequest): NetReply {
  if (reply.kind === "dropped") return { kind: "broken", reason: "connection reset" };
  const isFile = reply.kind === "file";
  const length = isFile ? reply.content.length : reply.body.length;
  if (length > request.maxBytes) return { kind: "broken", reason: "answer too long" };
  const headers = {
    "content-type": isFile ? reply.mime : "application/json; charset=UTF-8",
    "content-length": String(length),
  };
  const status = isFile ? 200 : reply.status;
  if (request.as !== "bytes") {
    const body = isFile ? new TextDecoder().decode(reply.content) : reply.body;
    return { kind: "answer", status, headers, body };
  }
  // A copy: whoever gets the bytes may write over them.
  const bytes = isFile ? Uint8Array.from(reply.content) : new TextEncoder().encode(reply.body);
  return { kind: "answer", status, headers, body: "", bytes };
}
