/** What a person's file looks like from outside, and by which kind of message it travels. */
interface SampleFile {
  readonly media: "image" | "video" | "audio" | "document" | "sticker";
  readonly mime: string;
  /** The bytes by which its type is known. */
  readonly head: Uint8Array;
}

/** Files that people send; each one is made different by a word at its end. */
export const sampleFiles = {
  photo: { media: "image", mime: "image/jpeg", head: bytes("\xff\xd8\xff\xe0\x00\x10JFIF\x00") },
  screenshot: { media: "image", mime: "image/png", head: bytes("\x89PNG\r\n\x1a\n") },
  clip: { media: "video", mime: "video/mp4", head: bytes("\x00\x00\x00\x18ftypmp42") },
  song: { media: "audio", mime: "audio/mpeg", head: bytes("ID3\x04\x00\x00\x00\x00\x00\x00") },
  voice: { media: "audio", mime: "audio/ogg; codecs=opus", head: bytes("OggS\x00\x02") },
  bill: { media: "document", mime: "application/pdf", head: bytes("%PDF-1.7\n") },
  notes: { media: "document", mime: "text/plain", head: bytes("Notes of a person: ") },
  sticker: { media: "sticker", mime: "image/webp", head: bytes("RIFF\x20\x00\x00\x00WEBPVP8 ") },
} as const satisfies Readonly<Record<string, SampleFile>>;

export type SampleName = keyof typeof sampleFiles;

/** The bytes of one sample with its word. */
export function sampleContent(name: SampleName, word: string): Uint8Array {
  return Buffer.concat([sampleFiles[name].head, Buffer.from(word)]);
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text, "latin1");
}
