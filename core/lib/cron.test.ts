import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { nextCronAt, parseCron } from "./cron.ts";
import { toMillis } from "./millis.ts";

const zone = "Asia/Jakarta";

function next(text: string, from: string, timeZone = zone): string | undefined {
  const reading = parseCron(text);
  if (reading.kind === "bad") throw new Error(reading.message);
  const at = toMillis(
    Temporal.PlainDateTime.from(from).toZonedDateTime(timeZone).epochMilliseconds,
  );
  const found = nextCronAt(reading.value, at, timeZone);
  if (found === undefined) return undefined;
  const zoned = Temporal.Instant.fromEpochMilliseconds(found).toZonedDateTimeISO(timeZone);
  return zoned.toPlainDateTime().toString({ smallestUnit: "minute" });
}

describe("the next moment of a schedule", () => {
  test.each([
    ["0 9 * * *", "2026-11-17T09:00", "2026-11-18T09:00"],
    ["0 9 * * *", "2026-11-17T08:59", "2026-11-17T09:00"],
    ["*/15 8-17 * * mon-fri", "2026-11-20T17:45", "2026-11-23T08:00"],
    ["30 7 1,15 * *", "2026-11-17T00:00", "2026-12-01T07:30"],
    ["0 0 29 feb *", "2026-11-17T00:00", "2028-02-29T00:00"],
    ["0 12 * * 7", "2026-11-17T00:00", "2026-11-22T12:00"],
    ["0 12 * * sunday", "2026-11-17T00:00", "2026-11-22T12:00"],
    ["0 12 13 * fri", "2026-11-17T00:00", "2026-11-20T12:00"],
    ["5/20 0 * * *", "2026-11-17T00:05", "2026-11-17T00:25"],
  ])("%s after %s is %s", (text, from, expected) => {
    expect(next(text, from)).toBe(expected);
  });

  test("a day that never comes has none", () => {
    expect(next("0 0 30 feb *", "2026-11-17T00:00")).toBeUndefined();
  });

  test("what a clock change leaves out comes an hour later, what it repeats comes once", () => {
    expect(next("30 2 * * *", "2026-03-28T12:00", "Europe/Berlin")).toBe("2026-03-29T03:30");
    expect(next("30 2 * * *", "2026-10-25T02:30", "Europe/Berlin")).toBe("2026-10-26T02:30");
  });

  test("is after the moment asked for, and on a minute that the schedule names", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 59 }),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }),
        (minute, hour, at) => {
          const reading = parseCron(`${minute} ${hour} * * *`);
          if (reading.kind === "bad") throw new Error(reading.message);
          const found = nextCronAt(reading.value, toMillis(at), zone) ?? 0;
          expect(found - at).toBeGreaterThan(0);
          expect(found - at).toBeLessThanOrEqual(86_400_000);
          const zoned = Temporal.Instant.fromEpochMilliseconds(found).toZonedDateTimeISO(zone);
          expect([zoned.hour, zoned.minute, zoned.second]).toEqual([hour, minute, 0]);
        },
      ),
    );
  });
});

test.each([
  ["0 9 * *", "five fields"],
  ["60 9 * * *", '"60" is no minute: 0 to 59'],
  ["0 9 * * mno", 'did you mean "mon"?'],
  ["0 9-8 * * *", '"9-8" is no hour'],
  ["*/0 9 * * *", '"*/0" is no minute'],
  ["0 9 , * *", "is no day of the month"],
  ["0 9 L * *", '"l" is no day of the month'],
  ["0 9 * jan- *", "is no month"],
])("%s is refused", (text, words) => {
  const reading = parseCron(text);
  expect(reading.kind === "bad" ? reading.message : "").toContain(words);
});
