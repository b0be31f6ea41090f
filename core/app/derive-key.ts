import { hmacHex } from "#core/lib/digest.ts";

/** A key of its own for each use, so that none can stand in for another. */
export function deriveKey(key: Uint8Array, use: string): Uint8Array {
  return Buffer.from(hmacHex(key, use), "hex");
}
