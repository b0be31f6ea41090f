import { hmacHex, isSameSecret } from "sapa/plugin";

const shape = /^sha256=[0-9a-f]{64}$/;

/**
 * True if `header` (`X-Hub-Signature-256`) signs exactly these bytes with one of the secrets. Meta
 * signs what it puts on the wire: never decode or re-serialise first. Every secret is tried, so that
 * the time does not tell which one fits. Source: reference 1.3.
 */
export function verifySignature(
  secrets: readonly string[],
  header: string | undefined,
  body: Uint8Array,
): boolean {
  if (header === undefined || !shape.test(header)) return false;
  const digest = header.slice("sha256=".length);
  let isSigned = false;
  for (const secret of secrets) {
    if (isSameSecret(hmacHex(secret, body), digest)) isSigned = true;
  }
  return isSigned;
}
