import { gzipSync } from "node:zlib";
import type { SeededRandom } from "#core/plugin/testing/seeded-random.ts";

/** Bytes that are no UTF-8, too long a form of it, or half a sign. */
const broken: readonly (readonly number[])[] = [
  [0xff],
  [0xc0, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xf0, 0x9f, 0x98],
  [0x80, 0x80],
  [0x00],
  [0xef, 0xbb, 0xbf],
];
const gzipHead = [0x1f, 0x8b, 0x08, 0x00];
const maxNoiseBytes = 2_000;
const maxFlips = 8;

/** The bytes with one change to them, on the wire as it were. */
export function mutateBytes(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  const at = random.below(bytes.length + 1);
  switch (random.below(11)) {
    case 0:
    case 1:
      return bytes.subarray(0, at);
    case 2:
    case 3:
      return flip(bytes, random);
    case 4:
      return insert(bytes, at, random.pick(broken));
    case 5:
      return insert(bytes, 0, [0xef, 0xbb, 0xbf]);
    case 6:
      return insert(bytes, 0, gzipHead);
    case 7:
      return Uint8Array.from(gzipSync(bytes, { level: 1 }));
    case 8:
      return insert(bytes, bytes.length, bytes);
    case 9:
      return insert(bytes.subarray(0, at), at, bytes.subarray(random.below(bytes.length + 1)));
    default:
      return random.chance(0.2) ? new Uint8Array() : random.bytes(random.below(maxNoiseBytes));
  }
}

function flip(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  const flipped = bytes.slice();
  for (let left = 1 + random.below(maxFlips); left > 0 && flipped.length > 0; left -= 1) {
    const index = random.below(flipped.length);
    flipped[index] = (flipped[index] ?? 0) ^ (1 << random.below(8));
  }
  return flipped;
}

function insert(bytes: Uint8Array, at: number, more: ArrayLike<number>): Uint8Array {
  const joined = new Uint8Array(bytes.length + more.length);
  joined.set(bytes.subarray(0, at));
  joined.set(more, at);
  joined.set(bytes.subarray(at), at + more.length);
  return joined;
}
