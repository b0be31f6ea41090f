/**
 * Two texts as one, with a blank line between them; undefined if that would lose something: it is
 * longer than `maxChars`, or a block of code that one of them leaves open would swallow the other.
 */
export function joinTexts(before: string, text: string, maxChars: number): string | undefined {
  const after = text.trim();
  const joined = `${before}\n\n${after}`;
  if (after === "" || joined.length > maxChars) return undefined;
  return hasOpenCode(before) || hasOpenCode(after) ? undefined : joined;
}

function hasOpenCode(text: string): boolean {
  return text.split("```").length % 2 === 0;
}
