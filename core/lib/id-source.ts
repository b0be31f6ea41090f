/** Gives the next UUIDv7 as text. */
export type IdSource = () => string;

const idChars = 36;
const hexDigits = new TextEncoder().encode("0123456789abcdef");
const dash = 0x2d;

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
  // Written in place and read out whole: every message makes several ids.
  const text = Buffer.alloc(idChars, dash);

  function put(at: number, value: number): void {
    text[at] = hexDigits[value & 0xf] ?? 0;
  }

  function putTime(): void {
    const digits = lastMs.toString(16).padStart(12, "0");
    text.write(`${digits.slice(0, 8)}-${digits.slice(8)}-7`, "latin1");
  }

  return () => {
    const bytes = randomBytes(10);
    const wall = nowMs();
    if (wall > lastMs) {
      lastMs = wall;
      counter = ((bytes[0] ?? 0) << 2) | ((bytes[1] ?? 0) & 3);
      putTime();
    } else if (++counter > 0xfff) {
      lastMs += 1;
      counter = 0;
      putTime();
    }
    put(15, counter >> 8);
    put(16, counter >> 4);
    put(17, counter);
    const variant = 0x80 | ((bytes[2] ?? 0) & 0x3f);
    put(19, variant >> 4);
    put(20, variant);
    put(21, (bytes[3] ?? 0) >> 4);
    put(22, bytes[3] ?? 0);
    for (let index = 4; index < 10; index += 1) {
      const byte = bytes[index] ?? 0;
      put(16 + index * 2, byte >> 4);
      put(17 + index * 2, byte);
    }
    return text.toString("latin1");
  };
}
