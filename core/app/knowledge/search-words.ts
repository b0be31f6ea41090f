/** Words of a question that are looked for, at most. */
const maxWords = 32;

/** Words that stand in every text and tell none from another, in Indonesian and English. */
const commonWords = new Set(
  "yang dan di ke dari untuk ini itu ada apa apakah adalah dengan pada saya aku kamu kak kakak anda bisa mau tidak ya the a an and or of to in on is are do does i you it for what can my me we with at".split(
    " ",
  ),
);

/** The words of a question that may tell what it is about; all of them if it has only common ones. */
export function searchWords(question: string): readonly string[] {
  const all = new Set(question.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []);
  const telling = [...all].filter((word) => !commonWords.has(word));
  return (telling.length > 0 ? telling : [...all]).slice(0, maxWords);
}
