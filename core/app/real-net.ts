import { isThisMachine } from "#core/lib/is-this-machine.ts";
import { isUnsent } from "#core/lib/is-unsent.ts";
import type { Net, NetReply, NetRequest } from "#core/model/ports/net.ts";

/**
 * The way out, over the runtime's own fetch: connections are kept alive, redirects are not
 * followed (a token must not travel to where an answer points), nothing is tried twice, and what is for
 * this machine goes through no proxy.
 */
export const realNet: Net = {
  async request(request) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), request.timeoutMs);
    try {
      return await exchange(request, abort);
    } finally {
      clearTimeout(timer);
    }
  },
};

const decoder = new TextDecoder();

async function exchange(request: NetRequest, abort: AbortController): Promise<NetReply> {
  const { method, url, headers, body, maxBytes } = request;
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      redirect: "manual",
      signal: abort.signal,
      // The runtime would send this, too, through HTTP_PROXY, unless NO_PROXY says otherwise.
      ...(isThisMachine(url) ? { proxy: false } : {}),
    });
  } catch (error) {
    return describeFailure(error, abort.signal);
  }
  try {
    const content = await readContent(response, request);
    if (content === undefined) {
      abort.abort();
      return { kind: "broken", reason: `the answer is over ${maxBytes} bytes` };
    }
    const { status } = response;
    return { kind: "answer", status, headers: Object.fromEntries(response.headers), ...content };
  } catch (error) {
    const { reason } = describeFailure(error, abort.signal);
    return { kind: "broken", reason };
  }
}

type Content = Pick<Extract<NetReply, { kind: "answer" }>, "body" | "bytes">;

/** The whole body as it is wanted, or undefined as soon as it is over `maxBytes`, unpacked. */
async function readContent(
  response: Response,
  { as, maxBytes }: NetRequest,
): Promise<Content | undefined> {
  const lengthBytes = frameBytes(response.headers);
  if (lengthBytes === undefined) {
    const bytes = await readStream(response.body, maxBytes);
    if (bytes === undefined) return undefined;
    return as === "bytes" ? { body: "", bytes } : { body: decoder.decode(bytes) };
  }
  if (lengthBytes > maxBytes) return undefined;
  return as === "bytes"
    ? { body: "", bytes: await response.bytes() }
    : { body: await response.text() };
}

/**
 * How long the body is, where the connection itself holds it to that. Next to a transfer coding the
 * length is a mere claim, and packed content may be any size. Measured with Bun 1.4.4.
 */
function frameBytes(headers: Response["headers"]): number | undefined {
  const length = headers.get("content-length");
  const isClaim = headers.has("transfer-encoding") || headers.has("content-encoding");
  return length === null || isClaim ? undefined : Number(length);
}

async function readStream(
  stream: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** `unsent` only where the other side has certainly not seen the request. */
function describeFailure(
  error: unknown,
  signal: AbortSignal,
): NetReply & { readonly reason: string } {
  if (signal.aborted) return { kind: "broken", reason: "no answer in time" };
  return { kind: isUnsent(error) ? "unsent" : "broken", reason: codeOf(error) };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
