const isAscii = /^\p{ASCII}*$/u;

/**
 * Folds text for whole-message comparison: compatibility forms, case, accents, emoji, punctuation
 * and runs of white space no longer differ. `"  STOP!! 🙏"` and `stop` fold alike.
 */
export function foldText(text: string): string {
  // Most texts are ASCII, where the forms below have nothing to do.
  if (isAscii.test(text))
    return text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, " ")
      .trim();
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\p{M}\p{Extended_Pictographic}\u200d\ufe0f]/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Cuts to at most `maxChars` UTF-16 units, never inside a surrogate pair, ending in `…` if cut. */
export function cutText(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  let end = Math.max(0, maxChars - 1);
  const code = text.charCodeAt(end - 1);
  if (code >= 0xd800 && code <= 0xdbff) end -= 1;
  return `${text.slice(0, end)}…`;
}
