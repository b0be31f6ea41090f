import { hasBytes, latin } from "./bytes-at.ts";
import { readMp4Type } from "./mp4-type.ts";
import { readOfficeType } from "./office-type.ts";
import { isPlainText } from "./plain-text.ts";
import { readSoundType } from "./sound-type.ts";
import { readZipType } from "./zip-type.ts";

/** What content is, by itself. `isAnimated` is told of the pictures that can move. */
export interface MediaType {
  /** Without parameters; `application/octet-stream` if nothing is recognised. */
  readonly mime: string;
  readonly isAnimated?: boolean;
}

export const unknownMime = "application/octet-stream";

/** Signatures at the very beginning that settle the matter. */
const signatures: readonly (readonly [mime: string, bytes: readonly number[]])[] = [
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image/gif", [...ascii("GIF8"), 0x37, 0x61]],
  ["image/gif", [...ascii("GIF8"), 0x39, 0x61]],
  ["audio/amr-wb", ascii("#!AMR-WB\n")],
  ["audio/amr", ascii("#!AMR\n")],
  ["application/rtf", ascii("{\\rtf")],
];

/** A reader of PDF looks for the header in the first bytes of the file. Source: PDF 1.7, H.3.13. */
const pdfHeadBytes = 1_024;

/**
 * Tells what content is by its own bytes, whatever anybody says of it: the kinds that a chat
 * carries, and office files. Reads headers and directories only; never throws.
 */
export function readMediaType(content: Uint8Array): MediaType {
  const found = signatures.find(([, bytes]) => hasBytes(content, 0, bytes))?.[0];
  if (found !== undefined) return { mime: found };
  if (latin(content, 0, 4) === "RIFF") return readRiffType(content);
  const mime =
    readMp4Type(content) ??
    readOggType(content) ??
    readZipType(content) ??
    readOfficeType(content) ??
    readSoundType(content);
  if (mime !== undefined) return { mime };
  if (latin(content, 0, pdfHeadBytes).includes("%PDF-")) return { mime: "application/pdf" };
  return { mime: isPlainText(content) ? "text/plain" : unknownMime };
}

/** Flag of an animation in a VP8X chunk. Source: WebP container specification. */
const webpAnimation = 0x02;

function readRiffType(content: Uint8Array): MediaType {
  const form = latin(content, 8, 12);
  if (form === "WAVE") return { mime: "audio/wav" };
  if (form !== "WEBP") return { mime: unknownMime };
  const flags = latin(content, 12, 16) === "VP8X" ? (content[20] ?? 0) : 0;
  return { mime: "image/webp", isAnimated: (flags & webpAnimation) !== 0 };
}

/** Voice notes are Opus; any other Ogg keeps the general name. Source: RFC 5334, RFC 7845. */
function readOggType(content: Uint8Array): string | undefined {
  if (latin(content, 0, 4) !== "OggS") return undefined;
  const segments = content[26] ?? 0;
  return latin(content, 27 + segments, 35 + segments) === "OpusHead"
    ? "audio/ogg"
    : "application/ogg";
}

function ascii(text: string): readonly number[] {
  return Array.from(text, (char) => char.charCodeAt(0));
}
