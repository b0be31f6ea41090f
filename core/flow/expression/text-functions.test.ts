import { describe, expect, test } from "bun:test";
import { toMillis } from "#core/lib/millis.ts";
import { compileExpression } from "./compile-expression.ts";
import { createScope } from "./scope.ts";
import type { Names } from "./value.ts";

/** 2026-08-17T05:30:00Z: half past twelve in Jakarta. */
const nowAt = toMillis(Date.UTC(2026, 7, 17, 5, 30));
const minute = 60_000;
const day = 86_400_000;
const names: Names = {
  now: nowAt,
  name: "sari dewi",
  shouted: "SARI DEWI",
  day: "2026-08-17",
  clock: "19:05",
  price: 12_000,
  tags: ["kopi", "teh", "susu"],
  empty: null,
};
const declarations = Object.fromEntries(
  Object.keys(names).map((name) => [name, { kind: "any" } as const]),
);

function shown(source: string, locale: string, timeZone = "Asia/Jakarta"): unknown {
  const reading = compileExpression(source, declarations);
  if (!reading.ok) return reading.errors[0]?.message;
  const result = reading.expression.evaluate(createScope(names, { locale, timeZone, nowAt }));
  return result.ok ? result.value : result.error.message;
}

describe("functions for text, in English and Indonesian", () => {
  test.each([
    ["plural(1, 'cup', 'cups')", "cup", "cups"],
    ["plural(2, 'cup', 'cups')", "cups", "cups"],
    ["plural(0, 'cup', 'cups')", "cups", "cups"],
    ["money(price, 'IDR')", "IDR 12,000", "Rp 12.000"],
    ["money(2.5, 'USD')", "$2.50", "US$2,50"],
    ["number(1234567.8912)", "1,234,567.891", "1.234.567,891"],
    ["number(3, 2)", "3.00", "3,00"],
    ["date(day)", "Aug 17, 2026", "17 Agu 2026"],
    ["date(now, 'full')", "Monday, August 17, 2026", "Senin, 17 Agustus 2026"],
    ["date(now, 'short')", "8/17/26", "17/08/26"],
    ["time(now)", "12:30 PM", "12.30"],
    ["time(clock)", "7:05 PM", "19.05"],
    [`ago(now - ${5 * minute})`, "5 minutes ago", "5 menit yang lalu"],
    [`ago(now - ${day})`, "yesterday", "kemarin"],
    [`ago(now + ${3 * day})`, "in 3 days", "dalam 3 hari"],
    ["ago(now)", "now", "sekarang"],
    ["title(name)", "Sari Dewi", "Sari Dewi"],
    ["title(shouted)", "Sari Dewi", "Sari Dewi"],
    ['title("o\'neil mcDonald")', "O'neil McDonald", "O'neil McDonald"],
    ["title(empty)", "", ""],
    ["list(tags)", "kopi, teh, and susu", "kopi, teh, dan susu"],
    ["list(['a', 'b'])", "a and b", "a dan b"],
    ["list([])", "", ""],
    ["list([1, true, null])", "1 and yes", "1 dan ya"],
    ["cut(name, 5)", "sari…", "sari…"],
    ["cut(name, 50)", "sari dewi", "sari dewi"],
    ["cut(empty, 5)", "", ""],
  ])("%s", (source, english, indonesian) => {
    expect([shown(source, "en"), shown(source, "id")]).toEqual([english, indonesian]);
  });

  test("dates follow the reader's time zone", () => {
    const source = `date(now + ${13 * 60 * minute})`;
    expect(shown(source, "en", "Asia/Jakarta")).toBe("Aug 18, 2026");
    expect(shown(source, "en", "America/New_York")).toBe("Aug 17, 2026");
  });

  test("an unknown language reads as English, an unknown time zone as UTC", () => {
    expect(shown("date(now, 'full')", "not a language!")).toBe("Monday, August 17, 2026");
    expect(shown("time(now)", "en", "Mars/Olympus")).toBe("5:30 AM");
    expect(shown("time(now)", "?", "?")).toBe("5:30 AM");
  });

  test.each([
    ["money(name, 'IDR')", "money() needs a number as value 1, here it is text"],
    ["money(1, name)", '"sari dewi" is not a currency code'],
    ["date(empty)", "date() needs a number, here it is empty"],
    ["date(price * 1e15)", "12000000000000000000 is not a moment"],
    ["time(name)", "time() needs a number, here it is text"],
    ["list(name)", "list() needs a list, here it is text"],
  ])("%s fails with words", (source, message) => {
    expect(shown(source, "en")).toBe(message);
  });
});
