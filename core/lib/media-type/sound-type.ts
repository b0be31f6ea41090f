import { latin } from "./bytes-at.ts";

/** Bytes of an ID3v2 header, before the tag itself. Source: ID3v2.4, 3.1. */
const id3HeaderBytes = 10;

/** MP3 and AAC by the header of a first frame, behind an ID3 tag if there is one; or undefined. */
export function readSoundType(content: Uint8Array): string | undefined {
  if (latin(content, 0, 3) !== "ID3") return readFrameType(content, 0);
  const tagBytes = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + ((content[at] ?? 0) & 0x7f), 0);
  // A tag in front is an MP3's, also where its first frame cannot be seen.
  return readFrameType(content, id3HeaderBytes + tagBytes) ?? "audio/mpeg";
}

/**
 * Eleven or twelve set bits, and then fields that rule values out. Sources: ISO 11172-3 2.4.2.3
 * (layer 3 is `01`), ISO 13818-7 6.2 (ADTS has layer `00`).
 */
function readFrameType(content: Uint8Array, at: number): string | undefined {
  const [first = 0, second = 0, third = 0] = content.subarray(at, at + 3);
  if (first !== 0xff) return undefined;
  const frequency = (third >> 2) & 0b11;
  if ((second & 0xf6) === 0xf0) return (third >> 2) % 16 < 13 ? "audio/aac" : undefined;
  const isLayer3 = (second & 0xe6) === 0xe2 && (second & 0x18) !== 0x08;
  const bitrate = third >> 4;
  return isLayer3 && bitrate !== 0 && bitrate !== 15 && frequency !== 3 ? "audio/mpeg" : undefined;
}
