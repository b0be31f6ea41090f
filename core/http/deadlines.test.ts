import { expect, test } from "bun:test";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { Deadlines } from "./deadlines.ts";

test("each watch falls due at its own moment, by one timer for all", async () => {
  const clock = new VirtualClock(0);
  const deadlines = new Deadlines(clock, 1_000);
  const late: string[] = [];
  const watch = (name: string) => deadlines.watch(() => late.push(`${name} at ${clock.now()}`));
  watch("first");
  await clock.advance(400);
  const cancel = watch("cancelled");
  await clock.advance(300);
  watch("third");
  expect(clock.pending).toBe(1);
  cancel();
  await clock.advance(10_000);
  expect(late).toEqual(["first at 1000", "third at 1700"]);
  expect(clock.pending).toBe(0);
  watch("later");
  await clock.advance(1_000);
  expect(late.at(-1)).toBe("later at 11700");
});
