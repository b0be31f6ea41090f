import { foldText } from "#core/lib/text.ts";
import { numberWords } from "./number-words.ts";

/**
 * A number in digits or in words. `1.000,5` and `1,000.5` are read as what they can only be; where
 * both readings are possible (`1.500`), it is thousands for a whole number, else what the locale
 * writes. Undefined if it is no number, or no whole one where one is wanted.
 */
export function parseNumber(
  text: string,
  locale: string,
  kind: "integer" | "number",
): number | undefined {
  const written = bareNumber(text);
  const compact = written.replace(/^([+-])\s+/, "$1").replace(/(\d)[.,!]$/, "$1");
  // Folding takes signs away, so digits alone must not get there.
  const value = /\p{L}/u.test(written)
    ? (shortNumber(written, locale) ?? spokenNumber(foldText(written)))
    : parseDigits(compact, locale, kind);
  if (value === undefined || !Number.isFinite(value)) return undefined;
  if (kind === "integer" && !Number.isSafeInteger(value)) return undefined;
  return Object.is(value, -0) ? 0 : value;
}

/** Without what stands round a sum (`Rp 50.000,-`, `50 ribu rupiah`), and with digits that all are digits. */
function bareNumber(text: string): string {
  return text
    .normalize("NFKC")
    .trim()
    .replace(/^(?:rp\.?|idr)\s*(?=\d)/i, "")
    .replace(/,-$/, "")
    .replace(/\s+rupiah$/i, "");
}

const shortScales: Readonly<Record<string, number>> = {
  k: 1_000,
  rb: 1_000,
  ribu: 1_000,
  jt: 1_000_000,
  juta: 1_000_000,
};

/** `5rb`, `5k`, `1,5 juta`. */
function shortNumber(text: string, locale: string): number | undefined {
  const match = /^(\d[\d.,]{0,15})\s*(k|rb|ribu|jt|juta)$/i.exec(text);
  const scale = shortScales[match?.[2]?.toLowerCase() ?? ""];
  const count = match?.[1] === undefined ? undefined : parseDigits(match[1], locale, "number");
  if (scale === undefined || count === undefined) return undefined;
  return Math.round(count * scale * 1_000) / 1_000;
}

/** Words, also with a half (`dua setengah`) or a fraction (`dua koma lima`). */
function spokenNumber(folded: string): number | undefined {
  if (folded.length > 200) return undefined;
  if (folded === "setengah" || folded === "half" || folded === "a half") return 0.5;
  const half = /^(.+?)(?: and a half| setengah)$/.exec(folded)?.[1];
  if (half !== undefined) return add(numberWords(half), 0.5);
  const [whole = "", fraction, ...more] = folded.split(/ (?:koma|point) /);
  if (fraction === undefined) return numberWords(folded);
  const digit = more.length > 0 ? undefined : numberWords(fraction);
  return digit === undefined || digit > 9 ? undefined : add(numberWords(whole), digit / 10);
}

function add(number: number | undefined, more: number): number | undefined {
  return number === undefined ? undefined : number + more;
}

/** Languages that write 1.000,5. */
const commaLanguages = new Set(["id", "de", "es", "fr", "it", "nl", "pt", "tr", "vi"]);

function parseDigits(text: string, locale: string, kind: "integer" | "number") {
  const match = /^([+-]?)(\d[\d.,]{0,40})$/.exec(text);
  const digits = match?.[2];
  if (digits === undefined) return undefined;
  const comma = decimalMark(digits, locale, kind);
  if (comma === undefined) return undefined;
  const plain = digits.replaceAll(comma === "," ? "." : ",", "").replace(comma, ".");
  return Number(`${match?.[1] ?? ""}${plain}`);
}

/** Which sign is the decimal one; undefined if the signs make no number. */
function decimalMark(digits: string, locale: string, kind: "integer" | "number") {
  const usual = commaLanguages.has(locale.split("-")[0] ?? "") ? "," : ".";
  const other = usual === "," ? "." : ",";
  const fits = [usual, other].filter((mark) => isWritten(digits, mark));
  if (kind === "number" || fits.length < 2) return fits[0];
  // 1.500 cups are fifteen hundred wherever they are ordered.
  return fits.find((mark) => !digits.includes(mark)) ?? fits[0];
}

/** Whether the digits are rightly written with this decimal sign: the other one groups by three. */
function isWritten(digits: string, mark: string): boolean {
  const [whole = "", fraction, ...more] = digits.split(mark);
  const groups = whole.split(mark === "," ? "." : ",");
  if (more.length > 0 || fraction === "" || /[.,]/.test(fraction ?? "")) return false;
  if (groups.length === 1) return /^\d+$/.test(whole);
  return (
    /^\d{1,3}$/.test(groups[0] ?? "") && groups.slice(1).every((group) => /^\d{3}$/.test(group))
  );
}
