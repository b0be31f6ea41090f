/** What the first bytes of a file say about it. */
export interface Sniffed {
  /** A family of MIME types that look alike from outside, such as `image/png`. */
  readonly family: "image/jpeg" | "image/png" | "image/webp" | "iso-media" | "audio/ogg" | "pdf";
  readonly isAnimated: boolean;
}

/** Recognises the commonest files by their first bytes; undefined for what it does not know. */
export function sniffMedia(content: Uint8Array): Sniffed | undefined {
  const head = Buffer.from(content.buffer, content.byteOffset, Math.min(content.length, 32));
  const still = (family: Sniffed["family"]): Sniffed => ({ family, isAnimated: false });
  if (head.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return still("image/jpeg");
  if (head.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]))) return still("image/png");
  if (textAt(head, 0, "RIFF") && textAt(head, 8, "WEBP")) {
    return { family: "image/webp", isAnimated: isAnimatedWebp(head) };
  }
  if (textAt(head, 4, "ftyp")) return still("iso-media");
  if (textAt(head, 0, "OggS")) return still("audio/ogg");
  if (textAt(head, 0, "%PDF-")) return still("pdf");
  return undefined;
}

/** True unless the bytes are clearly of another type than the MIME type says. */
export function fitsMime({ family }: Sniffed, bareMime: string): boolean {
  if (family === "pdf") return bareMime === "application/pdf";
  if (family === "iso-media") return /^(audio|video)\/(mp4|3gpp|aac)$/.test(bareMime);
  return bareMime === family;
}

/** The animation bit of the extended header. Source: WebP container specification, VP8X. */
function isAnimatedWebp(head: Buffer): boolean {
  return textAt(head, 12, "VP8X") && ((head[20] ?? 0) & 0x02) !== 0;
}

function textAt(head: Buffer, at: number, text: string): boolean {
  return head.subarray(at, at + text.length).toString("latin1") === text;
}
