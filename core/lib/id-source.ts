/** Gives the next UUIDv7 as text. */
export type IdSource = () => string;

/** Each byte as two hex digits: a look-up, because every message makes several ids. */
const hexBytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * Makes UUIDv7 text ids that only ever grow within this process, also when the clock steps back or
 * many are made in one millisecond: the order of ids is the order of making, which stores rely on.
 *
 *     |  48 bits: milliseconds  | 7 | 12 bits: counter | 2 bits | 62 random bits |
 *
 * The counter starts at a random value below 1,024 in each millisecond; past 4,095 the time part
 * runs ahead of the clock.
 */
export function createIdSource(
  nowMs: () => number,
  randomBytes: (count: number) => Uint8Array,
): IdSource {
  let lastMs = -1;
  let counter = 0;
  return () => {
    const bytes = randomBytes(10);
    const wall = nowMs();
    if (wall > lastMs) {
      lastMs = wall;
      counter = ((bytes[0] ?? 0) << 2) | ((bytes[1] ?? 0) & 3);
    } else if (++counter > 0xfff) {
      lastMs += 1;
      counter = 0;
    }
    const time = lastMs.toString(16).padStart(12, "0");
    const variant = 0x80 | ((bytes[2] ?? 0) & 0x3f);
    let tail = hexBytes[variant] ?? "";
    for (let index = 3; index < 10; index += 1) tail += hexBytes[bytes[index] ?? 0] ?? "";
    const count = counter.toString(16).padStart(3, "0");
    return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${tail.slice(0, 4)}-${tail.slice(4)}`;
  };
}
