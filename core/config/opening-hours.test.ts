import { describe, expect, test } from "bun:test";
import { hoursSchema } from "./hours-schema.ts";
import { createOpenAt } from "./opening-hours.ts";

const openAt = (hours: unknown, timeZone: string) =>
  createOpenAt(hoursSchema.parse(hours), timeZone);

describe("opening hours", () => {
  const shop = openAt(
    {
      "mon-fri": "08:00-20:00",
      sat: ["09:00-12:00", "13:00-17:00"],
      except: { "2026-12-25": "closed" },
    },
    "Asia/Jakarta",
  );
  const cases: readonly (readonly [string, boolean])[] = [
    ["2026-11-23T08:00+07:00", true],
    ["2026-11-23T07:59+07:00", false],
    ["2026-11-23T19:59+07:00", true],
    ["2026-11-23T20:00+07:00", false],
    ["2026-11-28T12:30+07:00", false],
    ["2026-11-28T13:00+07:00", true],
    ["2026-11-29T12:00+07:00", false],
    ["2026-12-25T12:00+07:00", false],
    ["2026-11-22T23:30+00:00", false],
    ["2026-11-23T01:30+00:00", true],
  ];
  for (const [moment, isOpen] of cases) {
    test(`${isOpen ? "open" : "closed"} at ${moment}`, () => {
      expect(shop(Date.parse(moment))).toBe(isOpen);
    });
  }

  test("run past midnight into the next day, also into an excepted one", () => {
    const bar = openAt({ "fri-sat": "20:00-02:00", except: { "2026-11-28": "closed" } }, "UTC");
    expect(bar(Date.parse("2026-11-28T01:59Z"))).toBe(true);
    expect(bar(Date.parse("2026-11-28T02:00Z"))).toBe(false);
    expect(bar(Date.parse("2026-11-28T21:00Z"))).toBe(false);
    expect(bar(Date.parse("2026-11-29T01:00Z"))).toBe(false);
  });

  test("go round the end of the week and last to 24:00", () => {
    const kiosk = openAt({ "sat-mon": "00:00-24:00" }, "UTC");
    expect(kiosk(Date.parse("2026-11-22T23:59Z"))).toBe(true);
    expect(kiosk(Date.parse("2026-11-24T00:00Z"))).toBe(false);
  });

  test("follow the wall clock over a change of summer time", () => {
    const cafe = openAt({ sun: "02:30-04:00" }, "Europe/Berlin");
    expect(cafe(Date.parse("2026-03-29T01:15Z"))).toBe(true);
    expect(cafe(Date.parse("2026-10-25T02:59Z"))).toBe(true);
  });
});
