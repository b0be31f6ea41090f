import { assertNever } from "#core/lib/assert-never.ts";
import { fitsClaim, mediaFamily } from "#core/lib/media-type/media-family.ts";
import { readMediaType } from "#core/lib/media-type/read-media-type.ts";
import type { MediaRef } from "#core/model/message-in.ts";

/** What content is, if it is what the message says it is. */
export type ContentCheck =
  | { readonly kind: "ok"; readonly mime: string }
  | { readonly kind: "wrong-type"; readonly mime: string };

/**
 * Compares content with the kind of its message and with the type that was told of it. A document
 * may be anything that nobody can recognise; a picture, a sound and a film have to be one.
 */
export function checkContent(content: Uint8Array, media: MediaRef, toldMime: string): ContentCheck {
  const { mime } = readMediaType(content);
  const isIt = isKind(media.kind, mime) && fitsClaim(mime, media.mime ?? toldMime);
  return { kind: isIt ? "ok" : "wrong-type", mime };
}

function isKind(kind: MediaRef["kind"], mime: string): boolean {
  const family = mediaFamily(mime);
  switch (kind) {
    case "image":
    case "sticker":
      return family === "image";
    case "audio":
      return family === "sound" || family === "ogg" || family === "mp4";
    case "video":
      return family === "mp4";
    case "document":
      return true;
    default:
      return assertNever(kind, "media kind");
  }
}
