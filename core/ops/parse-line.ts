/** A command as it was written, taken apart. */
export interface CommandLine {
  /** What stands by its place. */
  readonly words: readonly string[];
  /** What stands by its name: `limits.contact=30/min`. The last of a name counts. */
  readonly named: ReadonlyMap<string, string>;
}

/** `open-quote`: a quote in it is never closed. */
export type LineReading =
  | { readonly kind: "ok"; readonly line: CommandLine }
  | { readonly kind: "open-quote" };

/** Which sign ends what a sign opens; phones make curly ones of them by themselves. */
const quotes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ["“", "”"],
  ["„", "”"],
  ["‘", "’"],
  ["«", "»"],
]);

const nameBefore = /^[\p{L}][\p{L}\p{N}._-]*$/u;

/** Whether a text is written as a command. */
export function isCommandText(text: string): boolean {
  return /^\s*\/[^\s/]/.test(text);
}

/**
 * Takes a command apart: `/name word "several words" name=value name="some value"`. A quote opens at
 * the beginning of a word or of a value, so that "don't" is a word. Total: every text gives a reading.
 */
export function parseLine(text: string): LineReading {
  const signs = text.trim().replace(/^\//, "").split(/(?:)/u);
  const words: string[] = [];
  const named = new Map<string, string>();
  let name: string | undefined;
  let word = "";
  let isBegun = false;
  let closing: string | undefined;
  const end = () => {
    if (name !== undefined) named.set(name, word);
    else if (isBegun) words.push(word);
    name = undefined;
    word = "";
    isBegun = false;
  };
  for (const sign of signs) {
    if (closing !== undefined) {
      if (sign === closing) closing = undefined;
      else word += sign;
    } else if (/\s/.test(sign)) {
      end();
    } else if (word === "" && quotes.has(sign)) {
      closing = quotes.get(sign);
      isBegun = true;
    } else if (sign === "=" && name === undefined && nameBefore.test(word)) {
      name = word.toLowerCase();
      word = "";
      isBegun = false;
    } else {
      word += sign;
      isBegun = true;
    }
  }
  if (closing !== undefined) return { kind: "open-quote" };
  end();
  return { kind: "ok", line: { words, named } };
}
