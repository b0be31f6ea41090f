import type { MediaFetch, NetReply } from "sapa/plugin";
import { readErrorCode } from "#plugins/channel-whatsapp-cloud/errors/read-send-error.ts";
import type { GraphClient } from "#plugins/channel-whatsapp-cloud/outbound/graph-client.ts";
import { numberOf, objectOf, readJson, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { metaAddress } from "./meta-address.ts";

/** Where a file is, and what Meta says of it. */
export interface FoundMedia {
  readonly kind: "found";
  /** An address that the token may go to. */
  readonly url: string;
  readonly mime: string | undefined;
  readonly sha256: string | undefined;
  readonly bytes: number | undefined;
}

type Lost = Exclude<MediaFetch, { kind: "file" }>;

/** Meta's ids are digits; whatever else comes must at least stay one segment of a path. */
const idShape = /^[\w-]{1,256}$/;
/** No such file, or not this number's, or its bytes are lost. Source: reference 4.7. */
const goneCodes: ReadonlySet<number> = new Set([33, 100, 131_052, 131_053]);

/** Asks Meta where a file is. */
export async function findMedia(client: GraphClient, id: string): Promise<FoundMedia | Lost> {
  if (!idShape.test(id)) return { kind: "gone", reason: "the file's id is none of Meta's" };
  const reply = await client.getMedia(id);
  if (reply.kind !== "answer") return { kind: "failed", reason: reply.reason };
  return readFound(client, reply);
}

function readFound(
  client: GraphClient,
  reply: Extract<NetReply, { kind: "answer" }>,
): FoundMedia | Lost {
  const body = objectOf(readJson(reply.body));
  const code = readErrorCode(objectOf(body?.["error"]));
  if (code !== undefined) {
    const reason = `Meta's code ${code}`;
    return goneCodes.has(code) ? { kind: "gone", reason } : { kind: "failed", reason };
  }
  if (reply.status === 404 || reply.status === 410) {
    return { kind: "gone", reason: `HTTP ${reply.status}` };
  }
  const address = textOf(body?.["url"]);
  if (reply.status !== 200 || address === undefined) {
    return { kind: "failed", reason: `HTTP ${reply.status} without the file's address` };
  }
  const url = metaAddress(address, client.graphUrl);
  if (url === undefined) return { kind: "refused", reason: "foreign-address" };
  return {
    kind: "found",
    url,
    mime: textOf(body?.["mime_type"]),
    sha256: textOf(body?.["sha256"]),
    bytes: numberOf(body?.["file_size"]),
  };
}
