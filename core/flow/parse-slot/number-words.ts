const units = new Map<string, number>(
  Object.entries({
    zero: 0,
    nol: 0,
    kosong: 0,
    one: 1,
    satu: 1,
    two: 2,
    dua: 2,
    three: 3,
    tiga: 3,
    four: 4,
    empat: 4,
    five: 5,
    lima: 5,
    six: 6,
    enam: 6,
    seven: 7,
    tujuh: 7,
    eight: 8,
    delapan: 8,
    nine: 9,
    sembilan: 9,
    ten: 10,
    sepuluh: 10,
    eleven: 11,
    sebelas: 11,
    twelve: 12,
    thirteen: 13,
    fourteen: 14,
    fifteen: 15,
    sixteen: 16,
    seventeen: 17,
    eighteen: 18,
    nineteen: 19,
    twenty: 20,
    thirty: 30,
    forty: 40,
    fifty: 50,
    sixty: 60,
    seventy: 70,
    eighty: 80,
    ninety: 90,
  }),
);

/** Words that multiply what stands before them. */
const scales = new Map<string, number>(
  Object.entries({
    hundred: 100,
    ratus: 100,
    thousand: 1_000,
    ribu: 1_000,
    rb: 1_000,
    million: 1_000_000,
    juta: 1_000_000,
    jt: 1_000_000,
  }),
);

/** `seratus` is `satu ratus` in one word. */
const ones = new Map<string, number>(
  Object.entries({ seratus: 100, seribu: 1_000, sejuta: 1_000_000 }),
);

/**
 * A whole number in English or Indonesian words (`two hundred and five`, `dua puluh lima`,
 * `sejuta`, `2 ribu`); undefined if any word does not belong. `text` is folded.
 */
export function numberWords(text: string): number | undefined {
  const words = text
    .replace(/^an? (?=hundred|thousand|million)/, "one ")
    .split(" ")
    .filter((word) => word !== "and");
  if (words.length === 0 || words.length > 20) return undefined;
  let sum: Sum | undefined = { total: 0, group: 0, pending: undefined };
  for (const word of words) {
    sum = addUnit(sum, word) ?? addTens(sum, word) ?? addScale(sum, word);
    if (sum === undefined) return undefined;
  }
  return sum.total + sum.group + (sum.pending ?? 0);
}

/** What was read so far: `total` of thousands and up, `group` of hundreds, `pending` below. */
interface Sum {
  readonly total: number;
  readonly group: number;
  readonly pending: number | undefined;
}

/** `five`, also behind `twenty`; not behind another unit: "two three" is no number. */
function addUnit(sum: Sum, word: string): Sum | undefined {
  const unit = units.get(word) ?? (/^\d{1,3}$/.test(word) ? Number(word) : undefined);
  if (unit === undefined) return undefined;
  const { pending } = sum;
  if (pending === undefined) return { ...sum, pending: unit };
  const isTail = pending >= 20 && pending % 10 === 0 && unit < 10;
  return isTail ? { ...sum, pending: pending + unit } : undefined;
}

/** `dua puluh` and `dua belas`. */
function addTens(sum: Sum, word: string): Sum | undefined {
  const { pending } = sum;
  if (pending === undefined || pending >= 10) return undefined;
  if (word === "puluh") return { ...sum, pending: pending * 10 };
  return word === "belas" ? { ...sum, pending: pending + 10 } : undefined;
}

/** `two hundred`, `seribu`: closes what stands before it. */
function addScale({ total, group, pending }: Sum, word: string): Sum | undefined {
  const one = ones.get(word);
  const size = one ?? scales.get(word);
  if (size === undefined || (one === undefined && pending === undefined && group === 0)) {
    return undefined;
  }
  const count = one === undefined ? group + (pending ?? 0) : 1;
  return size === 100
    ? { total, group: count * 100, pending: undefined }
    : { total: total + count * size, group: 0, pending: undefined };
}
