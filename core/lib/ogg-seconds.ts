/** Opus counts its samples at this rate, whatever it was recorded with. Source: RFC 7845, 4. */
const opusRate = 48_000;
const pageMark = Buffer.from("OggS");
const headMark = Buffer.from("OpusHead");
/** Where a page says how far the sound is: eight bytes, the lowest first. Source: RFC 3533, 6. */
const positionAt = 6;
/** Where the first packet says how many samples are left out at the start. */
const skipAt = 10;
/** A page is no longer than this, so the last one begins in so much of the end. */
const longestPage = 65_307;

/**
 * How long an Ogg file with Opus in it says it is, in seconds; undefined if it is none. A file may lie:
 * hold what it says against its size.
 */
export function oggSeconds(bytes: Uint8Array): number | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = file.subarray(0, 512).indexOf(headMark);
  if (!file.subarray(0, 4).equals(pageMark) || head < 0) return undefined;
  if (head + skipAt + 2 > file.length) return undefined;
  const tail = file.subarray(Math.max(0, file.length - longestPage));
  const last = tail.lastIndexOf(pageMark);
  if (last < 0 || last + positionAt + 8 > tail.length) return undefined;
  const position = tail.readBigInt64LE(last + positionAt);
  const skipped = BigInt(file.readUInt16LE(head + skipAt));
  const samples = position - skipped;
  return samples < 0n ? undefined : Number(samples) / opusRate;
}
