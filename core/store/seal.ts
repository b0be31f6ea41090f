import { createCipheriv, createDecipheriv } from "node:crypto";
import type { Random } from "#core/model/ports/random.ts";

const cipherName = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/** Nonces that are drawn at once: a call to the system for each would cost as much as the cipher. */
const drawn = 1_024;

/**
 * Gives nonces, each once: 96 random bits, for at most 2^32 texts of a key. Source: NIST SP 800-38D.
 */
export function createNonces(random: Random): () => Uint8Array {
  let pool: Uint8Array = new Uint8Array();
  let used = 0;
  return () => {
    if (used >= pool.length) {
      pool = random.bytes(nonceBytes * drawn);
      used = 0;
    }
    used += nonceBytes;
    return pool.subarray(used - nonceBytes, used);
  };
}

/** Seals bytes for one place, with a nonce that is never used again: `nonce | sealed | tag`. */
export function sealBytes(
  content: Uint8Array,
  key: Uint8Array,
  place: string,
  nonce: Uint8Array,
): Buffer {
  const cipher = createCipheriv(cipherName, key, nonce);
  cipher.setAAD(Buffer.from(place));
  const sealed = cipher.update(content);
  // A stream cipher holds nothing back for the end.
  cipher.final();
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]);
}

/** Opens what `sealBytes` made for this place; throws for anything else. */
export function openBytes(sealed: Uint8Array, key: Uint8Array, place: string): Buffer {
  const end = sealed.length - tagBytes;
  const nonce = sealed.subarray(0, nonceBytes);
  const decipher = createDecipheriv(cipherName, key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(sealed.subarray(end));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, end)), decipher.final()]);
}

export function sealText(text: string, key: Uint8Array, place: string, nonce: Uint8Array): string {
  return sealBytes(Buffer.from(text, "utf8"), key, place, nonce).toString("base64url");
}

export function openText(sealed: string, key: Uint8Array, place: string): string {
  return openBytes(Buffer.from(sealed, "base64url"), key, place).toString("utf8");
}
