import { compilePattern } from "#core/flow/expression/pattern.ts";

/** Whether an RE2 pattern is found somewhere in the text; the pattern was checked when it was read. */
export function matchesPattern(pattern: string, text: string): boolean {
  const reading = compilePattern(pattern);
  return reading.ok && reading.matches(text);
}
