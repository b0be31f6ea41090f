import { describe, expect, test } from "bun:test";
import { createShiftingClock } from "#core/app/chat/shifting-clock.ts";
import { hourMs, later, type Millis, toMillis } from "#core/lib/millis.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { pushClock } from "./push-clock.ts";

/** A bot with plans, on a clock that is pushed; `done` is when each thing happened. */
function createWorld(plans: readonly number[]) {
  const machine = new VirtualClock(0);
  const clock = createShiftingClock(machine);
  const done: number[] = [];
  const open = new Set(plans.map(toMillis));
  let isBusy = false;
  for (const at of open) {
    clock.after(at, () => {
      done.push(clock.now());
      open.delete(at);
    });
  }
  const nextDueAt = (): Promise<Millis | undefined> => {
    const [first] = [...open].toSorted((a, b) => a - b);
    return Promise.resolve(first);
  };
  const push = async (durationMs: number) => {
    const pushing = pushClock({ clock, machine, isBusy: () => isBusy, nextDueAt }, durationMs);
    let isOver = false;
    void pushing.then(() => {
      isOver = true;
    });
    for (let look = 0; look < 5_000 && !isOver; look += 1) await machine.advance(5);
    return isOver;
  };
  return {
    clock,
    machine,
    done,
    push,
    open,
    setBusy: (busy: boolean) => {
      isBusy = busy;
    },
  };
}

describe("a push of the clock", () => {
  test("stops at what falls due, so that it happens at its time", async () => {
    const { clock, done, push } = createWorld([3 * hourMs, 3.5 * hourMs, 20 * hourMs]);
    expect(await push(25 * hourMs)).toBe(true);
    const hours = done.map((at) => Math.round((at / hourMs) * 10) / 10);
    expect(hours).toEqual([3, 3.5, 20]);
    expect(clock.now()).toBeGreaterThanOrEqual(25 * hourMs);
    expect(clock.now()).toBeLessThan(25.1 * hourMs);
  });

  test("waits for what is in hand", async () => {
    const { clock, machine, push, setBusy } = createWorld([]);
    setBusy(true);
    let isMoved = false;
    machine.after(500, () => {
      isMoved = clock.now() >= hourMs;
      setBusy(false);
    });
    expect(await push(hourMs)).toBe(true);
    expect(isMoved).toBe(false);
    expect(clock.now()).toBeGreaterThanOrEqual(hourMs);
  });

  test("goes on past what never rests and what is due and never done", async () => {
    const { clock, open, push, setBusy } = createWorld([]);
    open.add(toMillis(-1));
    expect(await push(2 * hourMs)).toBe(true);
    setBusy(true);
    expect(await push(hourMs / 2)).toBe(true);
    expect(clock.now()).toBeGreaterThanOrEqual(later(toMillis(0), 2.5 * hourMs));
  });
});
