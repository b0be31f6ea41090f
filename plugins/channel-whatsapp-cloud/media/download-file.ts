import type { MediaFetch, NetReply } from "sapa/plugin";
import type { GraphClient } from "#plugins/channel-whatsapp-cloud/outbound/graph-client.ts";
import type { FoundMedia } from "./find-media.ts";
import { metaAddress } from "./meta-address.ts";

/** Most redirects that are followed, all on one machine. */
const maxRedirects = 3;

/** `expired`: the address is over, look it up again. */
type Download = MediaFetch | { readonly kind: "expired" };

/**
 * Gets the bytes of a found file. The token goes where `metaAddress` lets it and, by redirects, no
 * further than that same origin. Fewer bytes than Meta told are a broken exchange.
 */
export async function downloadFile(
  client: GraphClient,
  found: FoundMedia,
  maxBytes: number,
): Promise<Download> {
  let { url } = found;
  for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
    const reply = await client.getBytes(url, maxBytes);
    if (reply.kind !== "answer") return { kind: "failed", reason: reply.reason };
    const location = reply.headers["location"];
    if (reply.status < 300 || reply.status >= 400 || location === undefined) {
      return readFile(reply, found);
    }
    const next = nextAddress(location, url, client.graphUrl);
    if (next === undefined) return { kind: "refused", reason: "foreign-address" };
    url = next;
  }
  return { kind: "failed", reason: `more than ${maxRedirects} redirects` };
}

function nextAddress(location: string, url: string, graphUrl: string): string | undefined {
  if (!URL.canParse(location, url)) return undefined;
  const next = new URL(location, url);
  return next.origin === new URL(url).origin ? metaAddress(next.href, graphUrl) : undefined;
}

function readFile(reply: Extract<NetReply, { kind: "answer" }>, { bytes }: FoundMedia): Download {
  const { status, bytes: content } = reply;
  if (status === 404 || status === 410) return { kind: "expired" };
  if (status !== 200) return { kind: "failed", reason: `HTTP ${status}` };
  if (content === undefined || content.length === 0) return { kind: "failed", reason: "no bytes" };
  if (bytes !== undefined && content.length < bytes) {
    return { kind: "failed", reason: `${content.length} of ${bytes} bytes` };
  }
  return { kind: "file", content, mime: reply.headers["content-type"] ?? "" };
}
