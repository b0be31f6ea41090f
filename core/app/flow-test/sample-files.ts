import type { MediaKind } from "#core/model/message-out.ts";

/** A small file of each kind: the first bytes of one, which is all that anybody here looks at. */
export const sampleFiles: Readonly<Record<MediaKind, Uint8Array>> = {
  image: Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46]),
  video: bytes("\u0000\u0000\u0000\u0018ftypmp42\u0000\u0000\u0000\u0000mp42isom"),
  audio: bytes(`OggS\u0000\u0002${"\u0000".repeat(20)}\u0001\u0013OpusHead\u0001\u0001`),
  document: bytes("%PDF-1.7\n%%EOF\n"),
  sticker: bytes("RIFF\u0010\u0000\u0000\u0000WEBPVP8 "),
};

function bytes(text: string): Uint8Array {
  return Buffer.from(text, "latin1");
}
