import { sha256Hex } from "sapa/plugin";

/** True if a hash is told, in base64 or hex, and is not the content's SHA-256. Reference 2.3. */
export function isOtherHash(content: Uint8Array, told: string | undefined): boolean {
  if (told === undefined) return false;
  const hex = sha256Hex(content);
  return told.toLowerCase() !== hex && told !== Buffer.from(hex, "hex").toString("base64");
}
