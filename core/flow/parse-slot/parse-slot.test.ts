import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Slot, SlotType } from "#core/flow/compile/slot.ts";
import { sampleNow } from "#core/flow/testing/sample-facts.ts";
import type { Json } from "#core/lib/json.ts";
import { isSlotValue, parseSlot } from "./parse-slot.ts";

/** Tuesday, 17 November 2026, 09:00 in Jakarta. */
const context = { locale: "id", timeZone: "Asia/Jakarta", nowAt: sampleNow };

function read(type: SlotType, text: string, locale = "id"): Json | undefined {
  const slot: Slot = { name: "x", type, keep: undefined, isSensitive: false, initial: null };
  const reading = parseSlot(slot, text, { ...context, locale });
  return reading.ok ? reading.value : undefined;
}

const free = { min: undefined, max: undefined };
const integer = { kind: "integer", ...free } as const;
const number = { kind: "number", ...free } as const;

/** 2026-11-18 at a time of day in Jakarta, in milliseconds. */
function tomorrowAt(hour: number, minute = 0): number {
  return Date.UTC(2026, 10, 18, hour - 7, minute);
}

const tables: Readonly<
  Record<string, readonly (readonly [SlotType, string, Json | undefined, string?])[]>
> = {
  "yes and no": [
    [{ kind: "boolean" }, "ya", true],
    [{ kind: "boolean" }, "Iya!", true],
    [{ kind: "boolean" }, "OK 👍", true],
    [{ kind: "boolean" }, "👍🏽", true],
    [{ kind: "boolean" }, "of course", true],
    [{ kind: "boolean" }, "tidak", false],
    [{ kind: "boolean" }, "gak", false],
    [{ kind: "boolean" }, "Nope.", false],
    [{ kind: "boolean" }, "❌", false],
    [{ kind: "boolean" }, "ya kak", true],
    [{ kind: "boolean" }, "ok deh", true],
    [{ kind: "boolean" }, "iya dong", true],
    [{ kind: "boolean" }, "yes, please", true],
    [{ kind: "boolean" }, "bisa", true],
    [{ kind: "boolean" }, "gak jadi", false],
    [{ kind: "boolean" }, "tidak bisa", false],
    [{ kind: "boolean" }, "belum", false],
    [{ kind: "boolean" }, "enggak deh kak", false],
    [{ kind: "boolean" }, "kak", undefined],
    [{ kind: "boolean" }, "tidak tahu", undefined],
    [{ kind: "boolean" }, "yes and no", undefined],
    [{ kind: "boolean" }, "of", undefined],
    [{ kind: "boolean" }, "🙂", undefined],
  ],
  "whole numbers": [
    [integer, "12", 12],
    [integer, " -3 ", -3],
    [integer, "- 3", -3],
    [integer, "1.000", 1_000],
    [integer, "1,000", 1_000],
    [integer, "1.000", 1_000, "en"],
    [integer, "1.000.000", 1_000_000],
    [integer, "2,0", 2],
    [integer, "2.5", undefined],
    [integer, "1.00", 1, "en"],
    [integer, "10.00.0", undefined],
    [integer, "1e3", undefined],
    [integer, "two dozen", undefined],
    [integer, "dua", 2],
    [integer, "dua puluh lima", 25],
    [integer, "sebelas", 11],
    [integer, "tujuh belas", 17],
    [integer, "seratus dua", 102],
    [integer, "dua ratus ribu", 200_000],
    [integer, "sejuta", 1_000_000],
    [integer, "2 juta 500 ribu", 2_500_000],
    [integer, "two hundred and five", 205],
    [integer, "twenty-one", 21],
    [integer, "5rb", 5_000],
    [integer, "1,5 juta", 1_500_000],
    [integer, "2k", 2_000],
    [integer, "1,5", undefined],
    [integer, "Rp 50.000", 50_000],
    [integer, "Rp50.000,-", 50_000],
    [integer, "50 ribu rupiah", 50_000],
    [integer, "a hundred", 100],
    [integer, "２", 2],
    [integer, "two dozen", undefined],
    [integer, "dua setengah", undefined],
    [integer, "two three", undefined],
    [integer, "ratus", undefined],
    [integer, "3 cups", undefined],
    [integer, "99999999999999999999", undefined],
  ],
  "numbers by locale": [
    [number, "setengah", 0.5],
    [number, "satu setengah", 1.5],
    [number, "three and a half", 3.5],
    [number, "dua koma lima", 2.5],
    [number, "dua koma dua belas", undefined],
    [number, "1.5k", 1_500, "en"],
    [number, "1.000,5", 1_000.5],
    [number, "1,000.5", 1_000.5],
    [number, "1.500", 1_500, "id"],
    [number, "1.500", 1.5, "en"],
    [number, "1,500", 1.5, "id"],
    [number, "1,500", 1_500, "en"],
    [number, "2,5", 2.5, "en"],
    [number, "0.5", 0.5, "id"],
    [number, "1,2,3", undefined],
    [number, ",5", undefined],
    [number, "5,", 5],
    [integer, "5.", 5],
    [integer, "--5", undefined],
    [integer, "5-", undefined],
    [number, "1.5.2", undefined],
    [number, "1.000,50.0", undefined],
    [number, "-0", 0],
  ],
  days: [
    [{ kind: "date" }, "2026-12-01", "2026-12-01"],
    [{ kind: "date" }, "1/12/2026", "2026-12-01"],
    [{ kind: "date" }, "1-12-26", "2026-12-01"],
    [{ kind: "date" }, "1.12.2026", "2026-12-01"],
    [{ kind: "date" }, "1 Des 2026", "2026-12-01"],
    [{ kind: "date" }, "December 1st, 2026", "2026-12-01"],
    [{ kind: "date" }, "1 desember", "2026-12-01"],
    [{ kind: "date" }, "1 november", "2027-11-01"],
    [{ kind: "date" }, "hari ini", "2026-11-17"],
    [{ kind: "date" }, "besok", "2026-11-18"],
    [{ kind: "date" }, "Tomorrow", "2026-11-18"],
    [{ kind: "date" }, "lusa", "2026-11-19"],
    [{ kind: "date" }, "jumat", "2026-11-20"],
    [{ kind: "date" }, "Jum'at depan", "2026-11-20"],
    [{ kind: "date" }, "next monday", "2026-11-23"],
    [{ kind: "date" }, "selasa", "2026-11-24"],
    [{ kind: "date" }, "minggu depan", "2026-11-24"],
    [{ kind: "date" }, "next week", "2026-11-24"],
    [{ kind: "date" }, "hari minggu", "2026-11-22"],
    [{ kind: "date" }, "3 hari lagi", "2026-11-20"],
    [{ kind: "date" }, "dua minggu lagi", "2026-12-01"],
    [{ kind: "date" }, "in two weeks", "2026-12-01"],
    [{ kind: "date" }, "tanggal 25", "2026-11-25"],
    [{ kind: "date" }, "tgl 5", "2026-12-05"],
    [{ kind: "date" }, "the 31st", "2026-12-31"],
    [{ kind: "date" }, "tanggal 32", undefined],
    [{ kind: "date" }, "bulan depan", undefined],
    [{ kind: "date" }, "nol hari lagi", undefined],
    [{ kind: "date" }, "29 feb 2028", "2028-02-29"],
    [{ kind: "date" }, "29/2/2027", undefined],
    [{ kind: "date" }, "31/6/2026", undefined],
    [{ kind: "date" }, "12/31/2026", undefined],
    [{ kind: "date" }, "besok pagi", undefined],
    [{ kind: "date" }, "5", undefined],
    [{ kind: "date" }, "constructor", undefined],
    [{ kind: "date" }, "1 constructor", undefined],
  ],
  "times of day": [
    [{ kind: "time" }, "15:30", "15:30"],
    [{ kind: "time" }, "15.30", "15:30"],
    [{ kind: "time" }, "jam 3", "03:00"],
    [{ kind: "time" }, "jam 3 sore", "15:00"],
    [{ kind: "time" }, "pukul 7.15 malam", "19:15"],
    [{ kind: "time" }, "jam 12 siang", "12:00"],
    [{ kind: "time" }, "jam 11 siang", "11:00"],
    [{ kind: "time" }, "jam 12 malam", "00:00"],
    [{ kind: "time" }, "3pm", "15:00"],
    [{ kind: "time" }, "12am", "00:00"],
    [{ kind: "time" }, "12:05 p.m.", "12:05"],
    [{ kind: "time" }, "noon", "12:00"],
    [{ kind: "time" }, "setengah tiga", "02:30"],
    [{ kind: "time" }, "setengah 3 sore", "14:30"],
    [{ kind: "time" }, "jam setengah tujuh malam", "18:30"],
    [{ kind: "time" }, "setengah satu siang", "12:30"],
    [{ kind: "time" }, "half past two", "02:30"],
    [{ kind: "time" }, "quarter to 4 pm", "15:45"],
    [{ kind: "time" }, "jam 3 lewat 15", "03:15"],
    [{ kind: "time" }, "jam 3 kurang seperempat sore", "14:45"],
    [{ kind: "time" }, "jam tiga sore", "15:00"],
    [{ kind: "time" }, "pukul lima belas", "15:00"],
    [{ kind: "time" }, "3 o'clock", "03:00"],
    [{ kind: "time" }, "tengah hari", "12:00"],
    [{ kind: "time" }, "tiga", undefined],
    [{ kind: "time" }, "setengah", undefined],
    [{ kind: "time" }, "jam 3 lewat 75", undefined],
    [{ kind: "time" }, "24:00", undefined],
    [{ kind: "time" }, "15:60", undefined],
    [{ kind: "time" }, "15pm", undefined],
    [{ kind: "time" }, "3", undefined],
  ],
  moments: [
    [{ kind: "datetime" }, "besok jam 3 sore", tomorrowAt(15)],
    [{ kind: "datetime" }, "3pm tomorrow", tomorrowAt(15)],
    [{ kind: "datetime" }, "besok jam 3", tomorrowAt(3)],
    [{ kind: "datetime" }, "besok sore jam 3", tomorrowAt(15)],
    [{ kind: "datetime" }, "besok setengah tiga sore", tomorrowAt(14, 30)],
    [{ kind: "datetime" }, "tonight at 8", tomorrowAt(20) - 86_400_000],
    [{ kind: "datetime" }, "nanti malam jam 8", tomorrowAt(20) - 86_400_000],
    [{ kind: "datetime" }, "nanti jam 5 sore", tomorrowAt(17) - 86_400_000],
    [{ kind: "datetime" }, "18/11/2026 15.30", tomorrowAt(15, 30)],
    [{ kind: "datetime" }, "2026-11-18T15:30", tomorrowAt(15, 30)],
    [{ kind: "datetime" }, "2026-11-18T15:30:00+07:00", tomorrowAt(15, 30)],
    [{ kind: "datetime" }, "08:00", tomorrowAt(8)],
    [{ kind: "datetime" }, "10:00", tomorrowAt(10) - 86_400_000],
    [{ kind: "datetime" }, "2 jam lagi", sampleNow + 7_200_000],
    [{ kind: "datetime" }, "in 30 minutes", sampleNow + 1_800_000],
    [{ kind: "datetime" }, "sekarang", sampleNow],
    [{ kind: "datetime" }, "besok", undefined],
    [{ kind: "datetime" }, "1.12 nanti", undefined],
  ],
  "lengths of time": [
    [{ kind: "duration" }, "1h30m", 5_400_000],
    [{ kind: "duration" }, "30 menit", 1_800_000],
    [{ kind: "duration" }, "2 jam", 7_200_000],
    [{ kind: "duration" }, "1 jam 30 menit", 5_400_000],
    [{ kind: "duration" }, "setengah jam", 1_800_000],
    [{ kind: "duration" }, "half an hour", 1_800_000],
    [{ kind: "duration" }, "sejam", 3_600_000],
    [{ kind: "duration" }, "two weeks", 1_209_600_000],
    [{ kind: "duration" }, "an hour and 5 minutes", 3_900_000],
    [{ kind: "duration" }, "lama", undefined],
    [{ kind: "duration" }, "2", undefined],
    [{ kind: "duration" }, "0 jam", undefined],
  ],
  "phone numbers": [
    [{ kind: "phone" }, "+62 812-3456-7890", "+6281234567890"],
    [{ kind: "phone" }, "0812 3456 7890", "+6281234567890"],
    [{ kind: "phone" }, "6281234567890", "+6281234567890"],
    [{ kind: "phone" }, "81234567890", "+6281234567890"],
    [{ kind: "phone" }, "0044 20 7946 0000", "+442079460000"],
    [{ kind: "phone" }, "(021) 555-0123", "+62215550123"],
    [{ kind: "phone" }, "12345", undefined],
    [{ kind: "phone" }, "call me", undefined],
    [{ kind: "phone" }, "+62812345678901234", undefined],
  ],
  "addresses of mail and web": [
    [{ kind: "email" }, "Sari.Dewi+toko@Example.co.id", "Sari.Dewi+toko@example.co.id"],
    [{ kind: "email" }, "sari@example", undefined],
    [{ kind: "email" }, "sari@@example.com", undefined],
    [{ kind: "email" }, "a b@example.com", undefined],
    [{ kind: "email" }, ".sari@example.com", undefined],
    [{ kind: "url" }, "https://example.com/a?b=1", "https://example.com/a?b=1"],
    [{ kind: "url" }, "example.com", "https://example.com/"],
    [{ kind: "url" }, "javascript:alert(1)", undefined],
    [{ kind: "url" }, "ftp://example.com", undefined],
    [{ kind: "url" }, "https://user:secret@example.com", undefined],
    [{ kind: "url" }, "http://localhost", undefined],
    [{ kind: "url" }, "halo dunia", undefined],
  ],
  "one of a few": [
    [{ kind: "enum", values: ["latte", "Kopi Tubruk"] }, "LATTE", "latte"],
    [{ kind: "enum", values: ["latte", "Kopi Tubruk"] }, "kopi  tubruk!", "Kopi Tubruk"],
    [{ kind: "enum", values: ["latte", "Kopi Tubruk"] }, "kopi", undefined],
  ],
  "text within bounds": [
    [{ kind: "text", min: 2, max: 4, pattern: undefined }, " abc ", "abc"],
    [{ kind: "text", min: 2, max: 4, pattern: undefined }, "a", undefined],
    [{ kind: "text", min: 2, max: 4, pattern: undefined }, "abcde", undefined],
    [{ kind: "text", ...free, pattern: (text) => text === "ok" }, "ok", "ok"],
    [{ kind: "text", ...free, pattern: (text) => text === "ok" }, "okay", undefined],
    [{ kind: "text", ...free, pattern: undefined }, "x".repeat(5_000), undefined],
    [
      { kind: "text", min: undefined, max: 6_000, pattern: undefined },
      "x".repeat(5_000),
      "x".repeat(5_000),
    ],
    [{ kind: "text", ...free, pattern: undefined }, "   ", undefined],
  ],
};

for (const [name, rows] of Object.entries(tables)) {
  describe(name, () => {
    for (const [type, text, wanted, locale = "id"] of rows) {
      const shown = `${JSON.stringify(text.slice(0, 40))} (${locale})`;
      test(`${type.kind}: ${shown} is ${JSON.stringify(wanted)?.slice(0, 40)}`, () => {
        expect(read(type, text, locale)).toEqual(wanted);
      });
    }
  });
}

test("a number without a country is none where nothing tells the country", () => {
  const slot: Slot = {
    name: "x",
    type: { kind: "phone" },
    keep: undefined,
    isSensitive: false,
    initial: null,
  };
  const abroad = { locale: "en", timeZone: "UTC", nowAt: sampleNow };
  expect(parseSlot(slot, "0812 3456 7890", abroad)).toEqual({ ok: false });
});

test("whatever is read is a value of the slot, and nothing throws", () => {
  const types = fc.constantFrom<SlotType>(
    { kind: "text", min: 1, max: 20, pattern: undefined },
    { kind: "integer", min: -10, max: 1_000 },
    { kind: "number", ...free },
    { kind: "boolean" },
    { kind: "date" },
    { kind: "time" },
    { kind: "datetime" },
    { kind: "duration" },
    { kind: "phone" },
    { kind: "email" },
    { kind: "url" },
    { kind: "enum", values: ["a", "b"] },
  );
  const pieces = fc.constantFrom(
    "1",
    "12",
    "2026",
    ":",
    ".",
    "/",
    " ",
    "jam",
    "besok",
    "pm",
    "ratus",
    "@",
    "a",
    "+",
    "lagi",
    "T",
    "constructor",
  );
  const texts = fc.oneof(
    fc.array(pieces, { maxLength: 8 }).map((list) => list.join("")),
    fc.string(),
  );
  const zones = fc.constantFrom("Asia/Jakarta", "America/New_York", "Nowhere/None");
  fc.assert(
    fc.property(types, texts, zones, (type, text, timeZone) => {
      const slot: Slot = { name: "x", type, keep: undefined, isSensitive: false, initial: null };
      const reading = parseSlot(slot, text, { locale: "en", timeZone, nowAt: sampleNow });
      if (reading.ok) expect(isSlotValue(type, reading.value)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test("long nonsense is refused at once", () => {
  const started = performance.now();
  for (const kind of [
    "boolean",
    "date",
    "time",
    "datetime",
    "duration",
    "phone",
    "email",
    "url",
  ] as const) {
    for (const piece of ["1", "a ", "jam ", "1.", "a@", "satu ", "1/"]) {
      expect(read({ kind }, piece.repeat(2_000))).toBeUndefined();
    }
  }
  expect(performance.now() - started).toBeLessThan(2_000);
});
