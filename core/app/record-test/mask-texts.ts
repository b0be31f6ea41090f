import type { Json } from "#core/lib/json.ts";

/** The person of a test: what the real one's name and number become. */
const testName = "Sari";
const testPhoneEnd = "00000001";

/** Shortest part of a name that is looked for by itself, in characters: shorter ones are words. */
const minNameChars = 3;
/** How many digits of a number tell whose it is; those before them are countries and networks. */
const phoneEndDigits = 8;

export interface MaskOptions {
  readonly name: string | undefined;
  readonly phone: string | undefined;
  /** Whether a text is one that the bot's author wrote: that is nobody's secret. */
  readonly isOwn: (text: string) => boolean;
}

/** Puts made-up values in the place of people's, the same one each time. */
export type Mask = (value: Json) => Json;

/**
 * Masks names, phone numbers, mail addresses, long numbers and long ids, wherever they stand in a
 * value; keys stay. What the flows themselves say stays too.
 */
export function createMask({ name, phone, isOwn }: MaskOptions): Mask {
  const ends = new Map<string, string>();
  const mails = new Map<string, string>();
  const ids = new Map<string, string>();
  if (phone !== undefined) ends.set(lastDigits(phone), testPhoneEnd);
  const names = nameParts(name).filter((part) => !isOwn(part));

  function nameOf<T>(found: Map<string, T>, key: string, make: (nth: number) => T): T {
    const known = found.get(key) ?? make(found.size + 1);
    found.set(key, known);
    return known;
  }

  function maskPhone(text: string): string {
    const end = nameOf(ends, lastDigits(text), (nth) => String(nth).padStart(phoneEndDigits, "0"));
    return replaceEnd(text, end);
  }

  function maskFound(found: string): string {
    if (isOwn(found)) return found;
    if (found.includes("@")) {
      return nameOf(mails, found.toLowerCase(), (nth) => `orang${nth}@contoh.example`);
    }
    if (phonePattern.test(found)) return maskPhone(found);
    if (/^\d+$/.test(found)) {
      return nameOf(ids, found, (nth) => String(nth).padStart(found.length, "9"));
    }
    return /\d/.test(found) ? nameOf(ids, found, (nth) => `id-${nth}`) : found;
  }

  function maskText(text: string): string {
    // In one go: what was masked already must not be masked again.
    let masked = text.replace(personalPattern, maskFound);
    for (const part of names) masked = masked.replace(wholeWord(part), testName);
    return masked;
  }

  function mask(value: Json): Json {
    if (typeof value === "string") return maskText(value);
    if (typeof value !== "object" || value === null) return value;
    if (isList(value)) return value.map(mask);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mask(item)]));
  }
  return mask;
}

const mail = String.raw`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`;
/** A plus or a leading 0 or 62, and at least nine digits in all; dots are those of amounts. */
const phone = String.raw`(?:\+\d|0|62)(?:[ ()-]{0,2}\d){8,14}`;
const longNumber = String.raw`\d{10,}`;
const longToken = String.raw`[A-Za-z0-9_-]{20,}`;
const phonePattern = new RegExp(`^${phone}$`);
const personalPattern = new RegExp(
  [
    mail,
    `(?<![\\w.])${phone}(?!\\w)`,
    `(?<![\\w.])${longNumber}(?!\\w)`,
    `(?<!\\w)${longToken}(?!\\w)`,
  ].join("|"),
  "g",
);

function nameParts(name: string | undefined): readonly string[] {
  if (name === undefined) return [];
  const parts = name.split(/\s+/).filter((part) => part.length >= minNameChars);
  return [name, ...parts].filter((part) => part !== "");
}

function wholeWord(word: string): RegExp {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "giu");
}

function lastDigits(text: string): string {
  return text.replace(/\D/g, "").slice(-phoneEndDigits);
}

/** The text with its last digits changed; what stands between them stays. */
function replaceEnd(text: string, end: string): string {
  const left = Array.from(end);
  return Array.from(text)
    .toReversed()
    .map((char) => (/\d/.test(char) ? (left.pop() ?? char) : char))
    .toReversed()
    .join("");
}

function isList(value: readonly Json[] | object): value is readonly Json[] {
  return Array.isArray(value);
}
