/** A form has at least so many letters, so that what is left of a word still means something. */
const leastLetters = 4;
const mostForms = 12;
/** Words of this length lose an `s` and nothing else: `dogs`. */
const shortPlural = 4;

/** Endings of Indonesian and English words, each with what may stand in its place. */
const endings: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(?:lah|kah|tah|pun)$/, [""]],
  [/(?:nya|ku|mu)$/, [""]],
  [/(?:kan|an|i)$/, [""]],
  [/ies$/, ["y"]],
  [/(?:es|s)$/, [""]],
  [/s$/, [""]],
  [/(?:ing|ed)$/, ["", "e"]],
  [/ly$/, [""]],
];

/** Beginnings of Indonesian words. Before a vowel a nasal has swallowed the first letter of the root. */
const beginnings: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(?:me|pe)ny(?=[aeiou])/, ["s"]],
  [/^(?:me|pe)ng(?=[aeiou])/, ["", "k"]],
  [/^(?:me|pe)ng/, [""]],
  [/^(?:me|pe)m(?=[aeiou])/, ["p", "m"]],
  [/^(?:me|pe)n(?=[aeiou])/, ["t", "n"]],
  [/^(?:me|pe)[mn](?=[^aeiou])/, [""]],
  [/^(?:me|pe)(?=[lrwymn])/, [""]],
  [/^(?:di|ter|ber|per|ke|se)/, [""]],
];

/**
 * What a word may be a form of, itself left out: `pengiriman` → `kirim` among others, `opening` →
 * `open`. More than is right rather than less: it is for finding, where both sides are treated alike.
 * Indonesian and English; words of other letters have none.
 */
export function wordForms(word: string): readonly string[] {
  if (!/^[a-z]{4,40}$/.test(word)) return [];
  if (word.length === shortPlural) return word.endsWith("s") ? [word.slice(0, -1)] : [];
  const forms = new Set([word]);
  for (const form of forms) {
    if (forms.size > mostForms) break;
    for (const [affix, places] of [...endings, ...beginnings]) {
      for (const place of places) {
        const shorter = form.replace(affix, place);
        if (shorter !== form && isWord(shorter)) forms.add(shorter);
      }
    }
  }
  forms.delete(word);
  return [...forms];
}

function isWord(text: string): boolean {
  return text.length >= leastLetters && /[aeiou]/.test(text);
}

/** The words of a text as they are compared: small letters, without accents. */
export function foldWords(text: string): readonly string[] {
  const bare = text
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/\p{M}+/gu, "");
  return bare.match(/[\p{L}\p{N}]+/gu) ?? [];
}
