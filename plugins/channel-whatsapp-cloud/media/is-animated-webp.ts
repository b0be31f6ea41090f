const letters = (bytes: Uint8Array, from: number) =>
  String.fromCharCode(...bytes.subarray(from, from + 4));

/**
 * True if a WebP picture moves: its `VP8X` chunk stands first and has the animation flag (bit 1).
 * Source: WebP container specification, extended file format.
 */
export function isAnimatedWebp(content: Uint8Array): boolean {
  const isExtended =
    letters(content, 0) === "RIFF" &&
    letters(content, 8) === "WEBP" &&
    letters(content, 12) === "VP8X";
  return isExtended && ((content[20] ?? 0) & 0x02) !== 0;
}
