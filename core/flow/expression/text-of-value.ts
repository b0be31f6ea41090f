import type { IntlFormats } from "./intl-formats.ts";
import { plainSpaces } from "./intl-formats.ts";
import type { ValueType } from "./name-types.ts";
import type { Reader, Value } from "./value.ts";

/**
 * A value as a person reads it in their language: null is nothing, yes and no are words, numbers
 * keep their digits together (they may be order numbers) with the language's decimal sign, lists
 * read as a sentence does. The type tells moments and durations from numbers.
 */
export function textForPerson(
  value: Value,
  type: ValueType,
  reader: Reader,
  formats: IntlFormats,
): string {
  if (value === null) return "";
  if (typeof value === "string")
    return type.kind === "date" ? dateText(value, reader, formats) : value;
  if (typeof value === "boolean") return yesNo(value, reader.locale);
  if (typeof value === "number") return numberText(value, type, reader, formats);
  const of = type.kind === "list" ? type.of : anyItem;
  const items: readonly Value[] = Array.isArray(value) ? value : Object.values(value);
  const texts = items.map((item) => textForPerson(item, of, reader, formats));
  return formats.list(reader.locale).format(texts.filter((text) => text !== ""));
}

const anyItem: ValueType = { kind: "any" };

/** A value as a program reads it inside a longer text, such as an address: digits, JSON, no words. */
export function textForProgram(value: Value): string {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function yesNo(value: boolean, locale: string): string {
  const isIndonesian = locale === "id" || locale.startsWith("id-");
  if (isIndonesian) return value ? "ya" : "tidak";
  return value ? "yes" : "no";
}

function numberText(value: number, type: ValueType, reader: Reader, formats: IntlFormats): string {
  if (type.kind === "moment") {
    const options = { dateStyle: "medium", timeStyle: "short", timeZone: reader.timeZone } as const;
    return plainSpaces(formats.dateTime(reader.locale, options).format(value));
  }
  if (type.kind === "duration") return durationText(value, reader.locale, formats);
  if (Number.isSafeInteger(value)) return String(value);
  return formats
    .number(reader.locale, { useGrouping: false, maximumFractionDigits: 6 })
    .format(value);
}

/** `2026-08-17` as the language writes it; anything else as it is. */
export function dateText(
  text: string,
  reader: Reader,
  formats: IntlFormats,
  dateStyle: Intl.DateTimeFormatOptions["dateStyle"] = "medium",
): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return text;
  const at = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  const options = { timeZone: "UTC", ...(dateStyle === undefined ? {} : { dateStyle }) };
  return plainSpaces(formats.dateTime(reader.locale, options).format(at));
}

const durationUnits = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** The two largest units: `2 days, 3 hours`. */
function durationText(durationMs: number, locale: string, formats: IntlFormats): string {
  let restMs = Math.abs(Math.round(durationMs));
  const parts: string[] = [];
  for (const [unit, unitMs] of durationUnits) {
    const count = Math.floor(restMs / unitMs);
    restMs -= count * unitMs;
    const isLast = unit === "second" && parts.length === 0;
    if (count === 0 && !isLast) continue;
    parts.push(formats.number(locale, { style: "unit", unit, unitDisplay: "long" }).format(count));
    if (parts.length === 2) break;
  }
  return plainSpaces(parts.join(", "));
}
