import { type JsonObject, type MediaRef, maxInboundTextChars } from "sapa/plugin";
import { flagOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { describeText, needText, wholeText } from "./unreadable.ts";

const mediaTypes = ["image", "video", "audio", "document", "sticker"] as const;

export function isMediaType(type: string): type is MediaRef["kind"] {
  return mediaTypes.some((known) => known === type);
}

/** A file that the person sent. Its name and MIME type are the sender's words: trust neither. */
export function readMedia(kind: MediaRef["kind"], media: JsonObject): MediaRef {
  return {
    kind,
    id: needText(media["id"], `${kind}.id`, 4_096),
    url: wholeText(media["url"], 4_096),
    mime: wholeText(media["mime_type"], 4_096),
    sha256: wholeText(media["sha256"], 4_096),
    caption: describeText(media["caption"], maxInboundTextChars),
    filename: describeText(media["filename"], 4_096),
    voice: flagOf(media["voice"]),
    animated: flagOf(media["animated"]),
  };
}
