import { foldText } from "#core/lib/text.ts";

/**
 * What a keyword or a whole message is compared by: folded; what folds to nothing (`☕`, `?`) stands
 * for itself.
 */
export function wordKey(text: string): string {
  const folded = foldText(text);
  return folded === "" ? text.trim().normalize("NFC") : folded;
}

/** What an emoji is compared by: `❤` and `❤️` are one. */
export function emojiKey(emoji: string): string {
  return emoji.replaceAll("\ufe0f", "").trim();
}

/** The folded pieces between the stars of a glob; a space beside a star stays. */
export function globPieces(glob: string): readonly string[] {
  const pieces = glob.split(/\*+/);
  return pieces.map((piece, index) => {
    const folded = foldText(piece);
    const lead = index > 0 && /^\s/.test(piece) ? " " : "";
    const trail = index < pieces.length - 1 && /\s$/.test(piece) ? " " : "";
    return folded === "" ? (lead === "" ? "" : " ") : lead + folded + trail;
  });
}

/** True if the key of a message fits a glob. Linear: each piece is looked for once. */
export function matchesGlob(key: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  if (pieces.length === 1) return key === first;
  if (!key.startsWith(first) || !key.endsWith(last)) return false;
  let from = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const at = key.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return from + last.length <= key.length;
}
