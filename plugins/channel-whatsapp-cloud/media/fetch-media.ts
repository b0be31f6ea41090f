import type { Log, MediaFetch, MediaRef } from "sapa/plugin";
import type { GraphClient } from "#plugins/channel-whatsapp-cloud/outbound/graph-client.ts";
import { bareMime } from "./bare-mime.ts";
import { downloadFile } from "./download-file.ts";
import { type FoundMedia, findMedia } from "./find-media.ts";
import { isOtherHash } from "./is-other-hash.ts";

/** What Meta's file servers call anything that they have no type for. */
const untyped: ReadonlySet<string> = new Set([
  "",
  "application/octet-stream",
  "binary/octet-stream",
]);

/**
 * Fetches a file that a person sent: id, address, bytes. An address lives for five minutes: one that
 * is over is looked up once more. The type must be the one that the webhook told; a hash that is
 * another is logged and no reason to refuse, because Meta does not say what it is the hash of.
 * Source: reference 2.3 and 3.6.
 */
export async function fetchMedia(
  client: GraphClient,
  log: Log,
  media: MediaRef,
  maxBytes: number,
): Promise<MediaFetch> {
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const found = await findMedia(client, media.id);
    if (found.kind !== "found") return found;
    const refusal = refusalOf(media, found, maxBytes);
    if (refusal !== undefined) return refusal;
    const file = await downloadFile(client, found, maxBytes);
    if (file.kind === "expired") continue;
    if (file.kind !== "file") return file;
    return checkFile(log, media, found, file);
  }
  return { kind: "gone", reason: "the file's address was over twice" };
}

function refusalOf(media: MediaRef, found: FoundMedia, maxBytes: number): MediaFetch | undefined {
  if (found.bytes !== undefined && found.bytes > maxBytes) {
    return { kind: "refused", reason: "too-large" };
  }
  return isOtherType(media.mime, found.mime)
    ? { kind: "refused", reason: "wrong-type" }
    : undefined;
}

function checkFile(
  log: Log,
  media: MediaRef,
  found: FoundMedia,
  file: Extract<MediaFetch, { kind: "file" }>,
): MediaFetch {
  const told = media.mime ?? found.mime;
  if (isOtherType(told, file.mime)) return { kind: "refused", reason: "wrong-type" };
  if (isOtherHash(file.content, media.sha256 ?? found.sha256)) {
    log.info("channel.media-hash-differs", { kind: media.kind, bytes: file.content.length });
  }
  const mime = bareMime(told ?? file.mime);
  return { ...file, mime: mime === "" ? "application/octet-stream" : mime };
}

/** True if both are told and differ; parameters such as `codecs=opus` are no difference. */
function isOtherType(told: string | undefined, other: string | undefined): boolean {
  const [a, b] = [bareMime(told ?? ""), bareMime(other ?? "")];
  return !untyped.has(a) && !untyped.has(b) && a !== b;
}
