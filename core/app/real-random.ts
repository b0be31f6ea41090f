import { randomFillSync } from "node:crypto";
import type { Random } from "#core/model/ports/random.ts";

/** Bytes that are drawn from the system at once: a draw costs more than what it is used for. */
const poolBytes = 4_096;

/** Secure chance. */
export function createRealRandom(): Random {
  const pool = new Uint8Array(poolBytes);
  let used = poolBytes;

  function bytes(count: number): Uint8Array {
    if (count > poolBytes) return randomFillSync(new Uint8Array(count));
    if (used + count > poolBytes) {
      randomFillSync(pool);
      used = 0;
    }
    const drawn = pool.slice(used, used + count);
    // What was handed out once must not be found in memory later.
    pool.fill(0, used, used + count);
    used += count;
    return drawn;
  }

  return {
    bytes,
    fraction() {
      return Buffer.from(bytes(6)).readUIntBE(0, 6) / 2 ** 48;
    },
  };
}
