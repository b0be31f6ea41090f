import { expect, test } from "bun:test";
import { hourMs } from "#core/lib/millis.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { createShiftingClock } from "./shifting-clock.ts";

test("a shift makes what was due on the way happen at once, in its order, and leaves the rest", async () => {
  const real = new VirtualClock(0);
  const clock = createShiftingClock(real);
  const happened: string[] = [];
  clock.after(3 * hourMs, () => happened.push("later"));
  clock.after(2 * hourMs, () => happened.push("second"));
  clock.after(hourMs, () => happened.push("first"));
  const cancel = clock.after(hourMs, () => happened.push("cancelled"));
  cancel();
  clock.shift(2 * hourMs);
  expect(Number(clock.now())).toBe(2 * hourMs);
  await real.settle();
  expect(happened).toEqual(["first", "second"]);
  await real.advance(hourMs);
  expect(happened).toEqual(["first", "second", "later"]);
  expect(real.pending).toBe(0);
});
