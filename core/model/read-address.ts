import type { Address } from "./identity.ts";

/** An address as people write it. Digits, with or without a plus and the usual separators, are a phone number; else it is an id. */
export function readAddress(to: string): Address {
  const digits = to.replace(/[\s()+.-]/g, "");
  if (/^\d{6,15}$/.test(digits)) return { kind: "phone", value: digits };
  return { kind: "user_id", value: to };
}

/** Whether a word can be nothing but an address: somebody may be known by it who never wrote. */
export function isAddress(word: string): boolean {
  return readAddress(word).kind === "phone" || /^[A-Z]{2}\.[\w-]+$/.test(word);
}
