import type { ClientRequest, IncomingMessage } from "node:http";
import type { RequestOptions } from "node:https";
import type { GuardedRequest } from "#core/model/ports/guarded-net.ts";
import type { NetReply } from "#core/model/ports/net.ts";

/** One address of a host. */
export interface Peer {
  readonly address: string;
  readonly family: 4 | 6;
}

/** `request` of node:https, or of node:http in a test. */
export type SendRequest = (
  url: URL,
  options: RequestOptions,
  onAnswer: (answer: IncomingMessage) => void,
) => ClientRequest;

/** What the guarded way out stands on. */
export interface GuardedNetDeps {
  /** Every address of a host. */
  readonly resolve: (host: string) => Promise<readonly Peer[]>;
  readonly isAllowed: (peer: Peer) => boolean;
  readonly send: SendRequest;
  /** `https:` but in a test. */
  readonly protocol: "https:" | "http:";
}

/** What happens to a connection or a certificate before a byte of the request is written. */
const unsentCode =
  /^(?:ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EAI_\w+)$|CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH$/;

/** Sends one request to the address that was looked at, whatever the name leads to by now. */
export function exchange(
  url: URL,
  request: GuardedRequest,
  peer: Peer,
  signal: AbortSignal,
  send: SendRequest,
): Promise<NetReply> {
  return new Promise((resolve) => {
    const { method, headers, body, maxBytes } = request;
    const options: RequestOptions = {
      method,
      signal,
      // A connection of its own: a kept one would belong to an address of another day.
      agent: false,
      headers: {
        ...headers,
        "accept-encoding": "identity",
        ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }),
      },
      lookup: (_host, asked, answer) => {
        if (asked.all === true) answer(null, [peer]);
        else answer(null, peer.address, peer.family);
      },
    };
    const sent = send(url, options, (answer) => {
      readAnswer(answer, maxBytes).then(
        (reply) => {
          resolve(reply);
          // What is over the bound is not worth waiting for.
          if (reply.kind !== "answer") sent.destroy();
        },
        (error: unknown) => resolve({ kind: "broken", reason: codeOf(error) }),
      );
    });
    sent.on("error", (error) => {
      if (signal.aborted) return resolve({ kind: "broken", reason: "no answer in time" });
      const code = codeOf(error);
      resolve({ kind: unsentCode.test(code) ? "unsent" : "broken", reason: code });
    });
    sent.end(body);
  });
}

async function readAnswer(answer: IncomingMessage, maxBytes: number): Promise<NetReply> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer) {
    const bytes = Buffer.from(chunk);
    size += bytes.byteLength;
    if (size > maxBytes) return { kind: "broken", reason: `the answer is over ${maxBytes} bytes` };
    chunks.push(bytes);
  }
  const headers = Object.entries(answer.headers).map(
    ([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")] as const,
  );
  return {
    kind: "answer",
    status: answer.statusCode ?? 0,
    headers: Object.fromEntries(headers),
    body: new TextDecoder().decode(Buffer.concat(chunks, size)),
  };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
