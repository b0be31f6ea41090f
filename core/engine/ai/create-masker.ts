import type { Contact } from "#core/model/contact.ts";

/** Digits at the end by which a number is known, with or without its country code. */
const knownDigits = 9;
/** A shorter secret would be found in every text. */
const shortestSecret = 6;

/** Takes out of a text what no provider gets to see. */
export type Mask = (text: string) => string;

/**
 * Masks what the machine keeps secret and, in what goes to a provider, the person's own addresses:
 * their number however it is written, their ids.
 */
export function createMasker(
  secrets: readonly string[],
  contact: Pick<Contact, "addresses"> | undefined,
): Mask {
  const hidden = secrets.filter((secret) => secret.length >= shortestSecret);
  const addresses = contact?.addresses ?? [];
  const ids = addresses.filter(({ kind }) => kind !== "phone").map(({ value }) => value);
  const ends = addresses
    .filter(({ kind }) => kind === "phone")
    .map(({ value }) => value.replace(/\D/g, "").slice(-knownDigits))
    .filter((end) => end.length === knownDigits);
  return (text) => {
    let masked = text;
    for (const secret of hidden) masked = masked.replaceAll(secret, "[secret]");
    for (const id of ids) if (id.length >= shortestSecret) masked = masked.replaceAll(id, "[id]");
    if (ends.length === 0) return masked;
    return masked.replace(/\+?\d[\d\s().-]{6,30}\d/g, (number) => {
      const digits = number.replace(/\D/g, "");
      return ends.some((end) => digits.endsWith(end)) ? "[phone number]" : number;
    });
  };
}
