/** How much is read to tell text from other bytes. */
const headBytes = 65_536;

/** Control characters that no text has: all but tab, line feed, form feed and carriage return. */
// oxlint-disable-next-line no-control-regex -- finding them is the point
const control = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f\u007f]/;

/** True if the content begins as UTF-8 text, or as UTF-16 that says so; an empty one is no text. */
export function isPlainText(content: Uint8Array): boolean {
  if (content.byteLength === 0) return false;
  const [first, second] = content;
  const isLittle = first === 0xff && second === 0xfe;
  const isBig = first === 0xfe && second === 0xff;
  const encoding = isLittle ? "utf-16le" : isBig ? "utf-16be" : "utf-8";
  try {
    const decoder = new TextDecoder(encoding, { fatal: true });
    // A character may be cut at the end of what is read, but not at the end of it all.
    const isCut = content.byteLength > headBytes;
    return !control.test(decoder.decode(content.subarray(0, headBytes), { stream: isCut }));
  } catch {
    return false;
  }
}
