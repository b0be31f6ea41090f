import type { Net, NetReply, NetRequest } from "#core/model/ports/net.ts";

/**
 * The way out, over the runtime's own fetch: connections are kept alive, redirects are not
 * followed (a token must not travel to where an answer points), nothing is tried twice.
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

/** What happens to a connection or a certificate before a byte of the request is written. */
const unsentCode =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_\w+|ERR_INVALID_URL)$|CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH$/;

/**
 * `unsent` only where the other side has certainly not seen the request: name, refused connection,
 * TLS handshake. A time-out may have struck at any point, so it is `broken`. Codes: measured with
 * Bun 1.4.4 against servers that fail in each of these ways.
 */
function describeFailure(
  error: unknown,
  signal: AbortSignal,
): NetReply & { readonly reason: string } {
  if (signal.aborted) return { kind: "broken", reason: "no answer in time" };
  const code = codeOf(error);
  const isHandshake = error instanceof Error && /TLS handshake failed/.test(error.message);
  return { kind: isHandshake || unsentCode.test(code) ? "unsent" : "broken", reason: code };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
