import type { Json, JsonObject, MediaRef } from "sapa/plugin";
import type { GraphError } from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";
import { canSendAs } from "#plugins/channel-whatsapp-cloud/fake/media/media-kinds.ts";
import type { MediaStore } from "#plugins/channel-whatsapp-cloud/fake/media/media-store.ts";
import { sniffMedia } from "#plugins/channel-whatsapp-cloud/fake/media/sniff-media.ts";
import { objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import {
  anyLength,
  checkOptionalText,
  checkUrl,
  firstError,
  invalid,
  missing,
} from "./check-parts.ts";

type MediaKind = MediaRef["kind"];

const captioned: ReadonlySet<MediaKind> = new Set(["image", "video", "document"]);
const maxCaptionChars = 1_024;

/** Refuses a message that is a file. Source: reference 3.2. */
export function checkMediaMessage(
  kind: MediaKind,
  media: JsonObject | undefined,
  store: MediaStore,
): GraphError | undefined {
  if (media === undefined) return missing(kind);
  const { caption, filename, voice } = media;
  return firstError(
    () => checkMediaSource(kind, media, store),
    () =>
      caption === undefined || captioned.has(kind)
        ? checkOptionalText(caption, "Caption", maxCaptionChars)
        : invalid(`${kind} takes no caption`),
    () =>
      filename === undefined || kind === "document"
        ? checkOptionalText(filename, "Filename", anyLength)
        : invalid(`${kind} takes no filename`),
    () => (voice === undefined ? undefined : checkVoice(kind, voice, media, store)),
  );
}

/**
 * Refuses what does not name exactly one file, by an id of ours or by a public link. What a link
 * leads to is not looked at.
 */
export function checkMediaSource(
  kind: MediaKind,
  media: JsonObject | undefined,
  store: MediaStore,
): GraphError | undefined {
  const id = media?.["id"];
  const link = media?.["link"];
  if (id === undefined && link === undefined) return missing(`${kind}.id or ${kind}.link`);
  if (id !== undefined && link !== undefined) return invalid(`${kind}: exactly one of id and link`);
  if (link !== undefined) return checkUrl(link, `${kind}.link`);
  const file = store.find(textOf(id) ?? "");
  if (file === undefined) {
    const details = `Param ${kind}['id'] is not a valid whatsapp business account media attachment ID`;
    return { code: 100, details };
  }
  if (canSendAs(kind, file.mime)) return undefined;
  return { code: 131053, details: `A file of type ${file.mime} cannot be sent as ${kind}.` };
}

/** A voice note is a mono OGG file with OPUS inside; how many channels it has is not looked at. */
function checkVoice(
  kind: MediaKind,
  voice: Json,
  media: JsonObject,
  store: MediaStore,
): GraphError | undefined {
  if (kind !== "audio") return invalid(`${kind} takes no voice`);
  if (typeof voice !== "boolean") return invalid("audio.voice must be true or false");
  const file = store.find(textOf(media["id"]) ?? "");
  if (!voice || file === undefined) return undefined;
  const isOgg = file.mime.startsWith("audio/ogg");
  const sniffed = sniffMedia(file.content);
  if (isOgg && (sniffed === undefined || sniffed.family === "audio/ogg")) return undefined;
  return { code: 131053, details: "A voice message must be an OGG file with OPUS." };
}

/** Refuses what stands above a body: text or a file, of the kinds that this message takes. */
export function checkHeader(
  header: JsonObject | undefined,
  kinds: readonly string[],
  store: MediaStore,
): GraphError | undefined {
  if (header === undefined) return undefined;
  const type = textOf(header["type"]);
  if (type === undefined) return missing("header.type");
  if (!kinds.includes(type)) return invalid(`Header type "${type}" is not supported here`);
  if (type === "text") return checkOptionalText(header["text"] ?? "", "Header text", 60);
  if (type !== "image" && type !== "video" && type !== "document") return undefined;
  return checkMediaSource(type, objectOf(header[type]), store);
}
