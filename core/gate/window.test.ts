import { expect, test } from "bun:test";
import { dayMs, later, toMillis } from "#core/lib/millis.ts";
import { isWindowOpen, renewWindow, windowMarginMs } from "./window.ts";

const now = toMillis(1_800_000_000_000);

test("a window is reckoned from the message's own stamp", () => {
  expect(renewWindow(undefined, later(now, -1_000), now, dayMs)).toBe(later(now, dayMs - 1_000));
});

test("an older message never shortens the window", () => {
  const until = later(now, dayMs);
  expect(renewWindow(until, later(now, -5_000), now, dayMs)).toBe(until);
});

test("a stamp in the future counts as now", () => {
  expect(renewWindow(undefined, later(now, dayMs), now, dayMs)).toBe(later(now, dayMs));
});

test("a channel without a window has none", () => {
  expect(renewWindow(undefined, now, now, undefined)).toBeUndefined();
});

test("the margin before the end is already closed", () => {
  const until = later(now, windowMarginMs);
  expect(isWindowOpen(until, later(now, -1))).toBe(true);
  expect(isWindowOpen(until, now)).toBe(false);
  expect(isWindowOpen(undefined, now)).toBe(false);
});
