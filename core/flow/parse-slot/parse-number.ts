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
  const compact = text
    .trim()
    .replace(/^([+-])\s+/, "$1")
    .replace(/(\d)[.,!]$/, "$1");
  // Folding takes signs away, so digits alone must not get there.
  const value = /\p{L}/u.test(text)
    ? numberWords(foldText(text))
    : parseDigits(compact, locale, kind);
  if (value === undefined || !Number.isFinite(value)) return undefined;
  if (kind === "integer" && !Number.isSafeInteger(value)) return undefined;
  return Object.is(value, -0) ? 0 : value;
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
