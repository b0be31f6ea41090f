import { expect, test } from "bun:test";
import { toMillis } from "#core/lib/millis.ts";
import { readSince } from "./read-since.ts";

const now = toMillis(Date.parse("2026-11-30T03:00:00+07:00"));
const from = (text: string) => {
  const since = readSince(text, now, "Asia/Jakarta");
  return since === undefined ? undefined : new Date(since.from).toISOString();
};

test.each([
  ["today", "2026-11-29T17:00:00.000Z"],
  ["Hari", "2026-11-29T17:00:00.000Z"],
  ["bulan", "2026-10-31T17:00:00.000Z"],
  ["7d", "2026-11-22T20:00:00.000Z"],
  ["2026-11-10", "2026-11-09T17:00:00.000Z"],
])("%s begins at %s", (text, expected) => {
  expect(from(text)).toBe(expected);
});

test.each(["yesterday", "2026-02-30", "2027-01-01", "2020-01-01", "9000d", ""])(
  "%p is no time to count from",
  (text) => {
    expect(from(text)).toBeUndefined();
  },
);
