const units: Readonly<Record<string, number>> = {
  zero: 0, nol: 0, kosong: 0,
  one: 1, satu: 1, two: 2, dua: 2, three: 3, tiga: 3, four: 4, empat: 4, five: 5, lima: 5,
  six: 6, enam: 6, seven: 7, tujuh: 7, eight: 8, delapan: 8, nine: 9, sembilan: 9,
  ten: 10, sepuluh: 10, eleven: 11, sebelas: 11, twelve: 12, thirteen: 13, fourteen: 14,
  fifteen: 15, sixteen: 16, seventeen: 17, eighteen: 18, nineteen: 19, twenty: 20, thirty: 30,
  forty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80, ninety: 90,
};

/** Words that multiply what stands before them. */
const scales: Readonly<Record<string, number>> = {
  hundred: 100, ratus: 100, thousand: 1_000, ribu: 1_000, rb: 1_000, million: 1_000_000,
  juta: 1_000_000, jt: 1_000_000,
};

/** `seratus` is `satu ratus` in one word. */
const ones: Readonly<Record<string, number>> = { seratus: 100, seribu: 1_000, sejuta: 1_000_000 };

/**
 * A whole number in English or Indonesian words (`two hundred and five`, `dua puluh lima`,
 * `sejuta`, `2 ribu`); undefined if any word does not belong. `text` is folded.
 */
export function numberWords(text: string): number | undefined {
  const words = text.split(" ").filter((word) => word !== "and");
  if (words.length === 0 || words.length > 20) return undefined;
  let total = 0;
  let group = 0;
  let pending: number | undefined;
  for (const word of words) {
    const unit = units[word] ?? (/^\d{1,3}$/.test(word) ? Number(word) : undefined);
    const one = ones[word];
    const scale = scales[word];
    if (unit !== undefined) {
      // "twenty five" adds up, "two three" is no number.
      const isTail = pending !== undefined && pending >= 20 && pending % 10 === 0 && unit < 10;
      if (pending !== undefined && !isTail) return undefined;
      pending = (pending ?? 0) + unit;
    } else if (word === "puluh" && pending !== undefined && pending < 10) {
      pending *= 10;
    } else if (word === "belas" && pending !== undefined && pending < 10) {
      pending += 10;
    } else if (one !== undefined || scale !== undefined) {
      const size = one ?? scale ?? 1;
      if (one === undefined && pending === undefined && group === 0) return undefined;
      const count = one === undefined ? group + (pending ?? 0) : 1;
      if (size === 100) group = count * 100;
      else {
        total += count * size;
        group = 0;
      }
      pending = undefined;
    } else {
      return undefined;
    }
  }
  return total + group + (pending ?? 0);
}
