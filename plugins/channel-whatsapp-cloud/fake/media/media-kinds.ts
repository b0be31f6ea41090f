import type { MediaRef } from "sapa/plugin";

type MediaKind = MediaRef["kind"];

const megabyte = 1_048_576;
const kilobyte = 1_024;

interface SendLimit {
  readonly mimes: readonly string[];
  readonly maxBytes: number;
}

/** What may be sent as what, and how large. Source: Meta's media page, reference 3.6. */
const limits: Readonly<Record<MediaKind, SendLimit>> = {
  audio: {
    mimes: ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"],
    maxBytes: 16 * megabyte,
  },
  document: {
    mimes: [
      "text/plain",
      "application/pdf",
      "application/msword",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "application/vnd.ms-excel",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "application/vnd.ms-powerpoint",
      "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ],
    maxBytes: 100 * megabyte,
  },
  image: { mimes: ["image/jpeg", "image/png"], maxBytes: 5 * megabyte },
  sticker: { mimes: ["image/webp"], maxBytes: 100 * kilobyte },
  video: { mimes: ["video/mp4", "video/3gpp"], maxBytes: 16 * megabyte },
};

const maxAnimatedStickerBytes = 500 * kilobyte;

/** Greatest file that a person can send through the Cloud API, in bytes. Source: reference 3.6. */
export const maxInboundBytes = 100 * megabyte;

const mediaKinds = ["image", "video", "audio", "document", "sticker"] as const;

/** A MIME type without its parameters, in lower case. */
export function bareMime(mime: string): string {
  return mime.split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

/** True if a file of this type may be sent as this kind; any may go as a document that Meta knows. */
export function canSendAs(kind: MediaKind, mime: string): boolean {
  return limits[kind].mimes.includes(bareMime(mime));
}

/** Every type that may be uploaded. */
export const uploadMimes: readonly string[] = mediaKinds.flatMap((kind) => limits[kind].mimes);

/** Greatest upload of a type in bytes; undefined for a type that may not be uploaded. */
export function maxUploadBytes(mime: string, isAnimated: boolean): number | undefined {
  if (bareMime(mime) === "image/webp" && isAnimated) return maxAnimatedStickerBytes;
  const kind = mediaKinds.find((candidate) => canSendAs(candidate, mime));
  return kind === undefined ? undefined : limits[kind].maxBytes;
}
