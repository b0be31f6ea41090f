import { RE2JS } from "re2js";

/** Longest pattern and longest text that are matched, in UTF-16 units. */
const maxPatternChars = 1_000;
export const maxMatchedChars = 8_192;
/** Most instructions that a pattern may compile to: each is tried on every sign of the text. */
const maxInstructions = 1_000;

export type PatternReading =
  | {
      readonly ok: true;
      readonly matches: (text: string) => boolean;
      /** Instructions that it compiled to; the time of a match grows with them. */
      readonly size: number;
    }
  | { readonly ok: false; readonly message: string };

/**
 * Compiles a pattern in RE2 syntax, which is matched in time linear in the text. The pattern may
 * match anywhere in the text; `^` and `$` tie it down.
 */
export function compilePattern(pattern: string): PatternReading {
  if (pattern.length > maxPatternChars) {
    return { ok: false, message: `the pattern is longer than ${maxPatternChars} characters` };
  }
  try {
    const compiled = RE2JS.compile(pattern);
    const size = compiled.programSize();
    if (size > maxInstructions) return { ok: false, message: "the pattern is too large" };
    return { ok: true, size, matches: (text) => compiled.matcher(text).find() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, message: `the pattern cannot be read: ${reason}` };
  }
}

/** Keeps the patterns used last, because the same few are used for every message. */
export function createPatternCache(maxPatterns = 200): (pattern: string) => PatternReading {
  const kept = new Map<string, PatternReading>();
  return (pattern) => {
    const known = kept.get(pattern);
    if (known !== undefined) return known;
    const reading = compilePattern(pattern);
    if (kept.size >= maxPatterns) kept.clear();
    kept.set(pattern, reading);
    return reading;
  };
}
