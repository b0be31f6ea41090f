import { describe, expect, test } from "bun:test";
import { createQuietLog, VirtualClock } from "sapa/plugin/testing";
import type { AiAttempt } from "./attempt.ts";
import { Breaker } from "./breaker.ts";
import { answered, failedWith, halo } from "./testing/attempts.ts";

function open() {
  const clock = new VirtualClock(0);
  const log = createQuietLog();
  const breaker = new Breaker({ clock, log });
  let next: AiAttempt | Promise<AiAttempt> = answered("ok");
  let asked = 0;
  const ask = breaker.around(() => {
    asked += 1;
    return Promise.resolve(next);
  });
  const { signal } = new AbortController();
  return {
    clock,
    log,
    get asked() {
      return asked;
    },
    put: (attempt: AiAttempt | Promise<AiAttempt>) => {
      next = attempt;
      return ask(halo, { signal });
    },
    async times(count: number, attempt: AiAttempt) {
      for (let nth = 0; nth < count; nth += 1) await this.put(attempt);
    },
  };
}

const bad = failedWith("server");
const good = answered("ok");

describe("the breaker", () => {
  test("opens after five failures in a row, and not before", async () => {
    const world = open();
    await world.times(4, bad);
    await world.put(good);
    await world.times(4, bad);
    expect((await world.put(bad)).kind).toBe("failed");
    expect(await world.put(good)).toMatchObject({ kind: "skipped", reason: "resting" });
    expect(world.asked).toBe(10);
  });

  test("opens when half of the last twenty failed", async () => {
    const world = open();
    for (let nth = 0; nth < 9; nth += 1) await world.times(1, nth % 2 === 0 ? bad : good);
    for (let nth = 0; nth < 10; nth += 1) await world.times(1, nth % 2 === 0 ? good : bad);
    expect((await world.put(good)).kind).toBe("answered");
    expect((await world.put(bad)).kind).toBe("failed");
    expect((await world.put(good)).kind).toBe("skipped");
  });

  test("does not count what the question or the caller is to blame for", async () => {
    const world = open();
    await world.times(9, failedWith("bad_request"));
    await world.times(9, { ...bad, kind: "aborted" });
    await world.times(9, failedWith("context_length"));
    expect((await world.put(good)).kind).toBe("answered");
  });

  test("lets one question through after its rest, and closes if that is answered", async () => {
    const world = open();
    await world.times(5, bad);
    await world.clock.advance(29_999);
    expect((await world.put(good)).kind).toBe("skipped");
    await world.clock.advance(1);
    const { promise, resolve } = Promise.withResolvers<AiAttempt>();
    const trial = world.put(promise);
    expect((await world.put(good)).kind).toBe("skipped");
    resolve(good);
    expect((await trial).kind).toBe("answered");
    expect((await world.put(good)).kind).toBe("answered");
    await world.times(4, bad);
    expect((await world.put(good)).kind).toBe("answered");
  });

  test("rests twice as long after each trial that fails, up to five minutes", async () => {
    const world = open();
    await world.times(5, bad);
    for (const seconds of [30, 60, 120, 240, 300, 300]) {
      await world.clock.advance(seconds * 1_000 - 1);
      expect((await world.put(good)).kind).toBe("skipped");
      await world.clock.advance(1);
      expect((await world.put(bad)).kind).toBe("failed");
    }
    await world.clock.advance(300_000);
    expect((await world.put(good)).kind).toBe("answered");
    await world.times(5, bad);
    await world.clock.advance(30_000);
    expect((await world.put(good)).kind).toBe("answered");
  });

  test("goes on trying when the one that it let through was called off", async () => {
    const world = open();
    await world.times(5, bad);
    await world.clock.advance(30_000);
    await world.put({ ...bad, kind: "aborted" });
    expect((await world.put(good)).kind).toBe("answered");
  });

  test.each(["auth", "permission", "quota", "model_missing"] as const)(
    "opens at once for %s, tries again a minute later, and raises one alarm until it answers",
    async (kind) => {
      const world = open();
      const alarm = { level: "error", event: "provider.needs-owner", fields: { code: kind } };
      const alarms = () => world.log.lines.filter(({ event }) => event === alarm.event);
      await world.put(failedWith(kind));
      expect(alarms()).toMatchObject([alarm]);
      await world.clock.advance(60_000 - 1);
      expect(await world.put(good)).toMatchObject({
        kind: "skipped",
        message: expect.stringContaining("it rests: "),
      });
      await world.clock.advance(1);
      await world.put(failedWith(kind));
      expect(alarms()).toHaveLength(1);
      await world.clock.advance(60_000);
      expect((await world.put(good)).kind).toBe("answered");
      await world.put(failedWith(kind));
      expect(alarms()).toMatchObject([alarm, alarm]);
    },
  );
});
