import { expect, test } from "bun:test";
import { createQuietLog, VirtualClock } from "sapa/plugin/testing";
import { later, type Millis, toMillis } from "#core/lib/millis.ts";
import { createAlarm } from "./alarm.ts";

function makeAlarm(nextDueAt: (clock: VirtualClock) => Millis | undefined) {
  const clock = new VirtualClock(1_000_000);
  const rings: number[] = [];
  const alarm = createAlarm({
    clock,
    log: createQuietLog(),
    nextDueAt: () => Promise.resolve(nextDueAt(clock)),
    ring: () => rings.push(clock.now()),
  });
  return { alarm, clock, rings };
}

test("rings when the next thing is due", async () => {
  const { alarm, clock, rings } = makeAlarm(() => toMillis(1_005_000));
  alarm.set();
  await clock.advance(4_999);
  expect(rings).toEqual([]);
  await clock.advance(1);
  expect(rings).toEqual([1_005_000]);
});

test("being asked again and again puts nothing off, also while something is overdue", async () => {
  const { alarm, clock, rings } = makeAlarm((now) => later(now.now(), -60_000));
  for (let count = 0; count < 1_000; count += 1) {
    alarm.set();
    await clock.advance(2);
  }
  expect(rings.length).toBeGreaterThan(3);
  expect((rings[1] ?? 0) - (rings[0] ?? 0)).toBeLessThan(600);
});

test("a stopped alarm never rings", async () => {
  const { alarm, clock, rings } = makeAlarm(() => toMillis(1_000_100));
  alarm.set();
  await clock.settle();
  alarm.stop();
  await clock.advance(1_000);
  expect(rings).toEqual([]);
  expect(clock.pending).toBe(0);
});
