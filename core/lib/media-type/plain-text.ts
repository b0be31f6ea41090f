/** How much is read to tell text from other bytes. */
const headBytes = 65_536;

/** Control characters that no text has: all but tab, line and form feed, carriage return, escape. */
// oxlint-disable-next-line no-control-regex -- finding them is the point
const control = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f\u007f]/;

/**
 * True if the content begins as text: in UTF-16 that says so, else in whatever encoding, as long as
 * no byte is a control character. An empty file is no text.
 */
export function isPlainText(content: Uint8Array): boolean {
  const [first, second] = content;
  const head = content.subarray(0, headBytes);
  const isLittle = first === 0xff && second === 0xfe;
  const isBig = first === 0xfe && second === 0xff;
  const encoding = isLittle ? "utf-16le" : isBig ? "utf-16be" : "latin1";
  return content.byteLength > 0 && !control.test(new TextDecoder(encoding).decode(head));
}
