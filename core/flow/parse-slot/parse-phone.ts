import type { AnswerContext } from "./answer-context.ts";

/** Time zone → calling code, for numbers written without one. */
const codes: Readonly<Record<string, string>> = {
  "Asia/Jakarta": "62",
  "Asia/Makassar": "62",
  "Asia/Jayapura": "62",
  "Asia/Pontianak": "62",
  "Asia/Kuala_Lumpur": "60",
  "Asia/Manila": "63",
  "Asia/Bangkok": "66",
  "Asia/Tokyo": "81",
  "Asia/Kolkata": "91",
  "Asia/Ho_Chi_Minh": "84",
  "Asia/Dubai": "971",
  "Asia/Riyadh": "966",
  "Europe/London": "44",
  "Europe/Berlin": "49",
  "Europe/Paris": "33",
  "Europe/Amsterdam": "31",
  "Europe/Madrid": "34",
  "Australia/Sydney": "61",
  "Australia/Melbourne": "61",
  "America/Sao_Paulo": "55",
  "Africa/Lagos": "234",
  "Africa/Johannesburg": "27",
};

/**
 * A phone number as `+6281234567890`: with `+` or `00`, or as it is dialled at home (`0812…`) where
 * time zone or language tell the country. Spaces, dashes, dots and brackets do not count. At most 15
 * digits. Source: ITU-T E.164.
 */
export function parsePhone(text: string, context: AnswerContext): string | undefined {
  const compact = text.replace(/[\s().\-\u2010-\u2015/]/g, "");
  const home = codes[context.timeZone] ?? (/^id(-|$)/i.test(context.locale) ? "62" : undefined);
  const match = /^(\+|00)?(\d{6,15})$/.exec(compact);
  if (match === null) return undefined;
  const [, prefix, digits = ""] = match;
  if (prefix !== undefined) return toNumber(digits);
  if (home === undefined) return undefined;
  if (digits.startsWith("0")) return toNumber(home + digits.slice(1));
  // 62812… without a plus, or 812… as it is often written.
  return toNumber(digits.startsWith(home) && digits.length > 9 ? digits : home + digits);
}

function toNumber(digits: string): string | undefined {
  return /^[1-9]\d{7,14}$/.test(digits) ? `+${digits}` : undefined;
}
