import type { Net, NetReply, NetRequest } from "#core/model/ports/net.ts";

/**
 * A net of plain fetch, for a channel under test and a server on this machine: no redirects, the
 * answer bounded. Unlike the host's own it takes every failure for one after the request.
 */
export const httpNet: Net = { request: exchange };

async function exchange(request: NetRequest): Promise<NetReply> {
  const { method, url, headers, body, timeoutMs, maxBytes } = request;
  try {
    const response = await fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (bytes.length > maxBytes) return { kind: "broken", reason: `over ${maxBytes} bytes` };
    const answer = {
      kind: "answer",
      status: response.status,
      headers: Object.fromEntries(response.headers),
    } as const;
    return request.as === "bytes"
      ? { ...answer, body: "", bytes }
      : { ...answer, body: new TextDecoder().decode(bytes) };
  } catch (error) {
    return { kind: "broken", reason: String(error) };
  }
}
