import { expect, test } from "bun:test";
import { sampleNow } from "#core/flow/testing/sample-facts.ts";
import { toMillis } from "#core/lib/millis.ts";
import { untilMoment } from "./until-moment.ts";

const zone = "Asia/Jakarta";

test.each([
  ["a time later today", "17:30", Date.UTC(2026, 10, 17, 10, 30)],
  ["a time that is over is tomorrow's", "08:00", Date.UTC(2026, 10, 18, 1)],
  ["a day begins at midnight", "2026-12-01", Date.UTC(2026, 10, 30, 17)],
  ["a day and a time", "2026-12-01 09:00", Date.UTC(2026, 11, 1, 2)],
  ["a moment is itself", 1_234, 1_234],
  ["words are no moment", "soon", undefined],
  ["an impossible day is no moment", "2026-02-30", undefined],
  ["nothing is no moment", null, undefined],
])("%s", (_name, value, wanted) => {
  expect(untilMoment(value, sampleNow, zone)).toBe(
    wanted === undefined ? undefined : toMillis(wanted),
  );
});

test("an unknown time zone gives no moment instead of a throw", () => {
  expect(untilMoment("09:00", sampleNow, "Nowhere/None")).toBeUndefined();
});
