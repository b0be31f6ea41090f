import type { RawFinding } from "./raw-finding.ts";

/**
 * What is wrong with a bare number: a phone number loses its plus or leading zero, and beyond 2^53
 * digits change. Sums of money such as 100000000 are left alone.
 */
export function checkNumber(
  value: number,
  source: string,
  place: { readonly start: number; readonly end: number },
): readonly RawFinding[] {
  const { start, end } = place;
  const hint = `put quotes round it: "${source}"`;
  if (!Number.isFinite(value)) {
    const message = `${source} is not a number that can be used`;
    return [{ code: "YAML_NUMBER_INEXACT", severity: "error", start, end, message }];
  }
  if (/^\+\d{7,15}$/.test(source) || /^0\d{6,14}$/.test(source)) {
    const lost = source.startsWith("+") ? "its +" : "its leading 0";
    const message = `this looks like a phone number and would lose ${lost}`;
    return [{ code: "YAML_NUMBER_PHONE", severity: "error", start, end, message, hint }];
  }
  if (/^0\d+$/.test(source)) {
    const message = `${source} is read as the number ${value}`;
    return [{ code: "YAML_NUMBER_PHONE", severity: "warning", start, end, message, hint }];
  }
  if (/^[-+]?\d+$/.test(source) && !Number.isSafeInteger(value)) {
    const message = `${source} is too long for a number and would be read as ${value}`;
    return [{ code: "YAML_NUMBER_INEXACT", severity: "error", start, end, message, hint }];
  }
  if (/^[1-9]\d{9,14}$/.test(source) && !source.endsWith("000")) {
    const message = "this looks like a phone number without quotes";
    return [{ code: "YAML_NUMBER_PHONE", severity: "warning", start, end, message, hint }];
  }
  return [];
}
