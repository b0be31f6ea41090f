/** Where a file stops being UTF-8: the line, and the column in UTF-16 units, both from 1. */
export interface BadByte {
  readonly line: number;
  readonly column: number;
}

const replacement = "\ufffd";
const replacementBytes = [0xef, 0xbf, 0xbd];

/**
 * The first byte that cannot stand in UTF-8; undefined if all can. `text` is what decoding made of
 * the bytes: a replacement sign that is not in them stands where they are wrong.
 */
export function findBadByte(bytes: Uint8Array, text: string): BadByte | undefined {
  let from = 0;
  let offset = 0;
  for (let at = text.indexOf(replacement); at !== -1; at = text.indexOf(replacement, from)) {
    offset += new TextEncoder().encode(text.slice(from, at)).length;
    const isWritten = replacementBytes.every((byte, index) => bytes[offset + index] === byte);
    if (!isWritten) return placeOf(text.slice(0, at));
    offset += replacementBytes.length;
    from = at + 1;
  }
  return undefined;
}

function placeOf(before: string): BadByte {
  const lines = before.split("\n");
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}
