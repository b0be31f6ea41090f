import type { Address } from "./identity.ts";

/** An address as people write it. Digits, with or without a plus and the usual separators, are a phone number; else it is an id. */
export function readAddress(to: string): Address {
  const digits = to.replace(/[\s()+.-]/g, "");
  if (/^\d{6,15}$/.test(digits)) return { kind: "phone", value: digits };
  return { kind: "user_id", value: to };
}
