import { expect, test } from "bun:test";
import { realClock } from "./real-clock.ts";
import { createRealRandom } from "./real-random.ts";

test("a task waits its time, a cancelled one never comes, a far one does not come at once", async () => {
  const done: string[] = [];
  const startedAt = realClock.now();
  realClock.after(5, () => done.push("cancelled"))();
  // Longer than a timer of the runtime can be: that would fire at once.
  const cancel = realClock.after(2 ** 32, () => done.push("far"));
  await new Promise<void>((resolve) => {
    realClock.after(20, resolve);
  });
  cancel();
  expect(realClock.now() - startedAt).toBeGreaterThanOrEqual(19);
  expect(done).toEqual([]);
});

test("what is asked for soon comes after what is settled already", async () => {
  const order: string[] = [];
  await new Promise<void>((resolve) => {
    realClock.soon(() => {
      order.push("soon");
      resolve();
    });
    void Promise.resolve().then(() => order.push("promise"));
    order.push("now");
  });
  expect(order).toEqual(["now", "promise", "soon"]);
});

test("chance is of the size asked for, and never the same twice", () => {
  const random = createRealRandom();
  const drawn = new Set<string>();
  for (let count = 0; count < 2_000; count += 1) {
    const bytes = random.bytes(16);
    expect(bytes).toHaveLength(16);
    drawn.add(Buffer.from(bytes).toString("hex"));
  }
  expect(drawn.size).toBe(2_000);
  expect(random.bytes(10_000)).toHaveLength(10_000);
  const fractions = Array.from({ length: 1_000 }, () => random.fraction());
  expect(fractions.every((value) => value >= 0 && value < 1)).toBe(true);
  const mean = fractions.reduce((sum, value) => sum + value, 0) / fractions.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.1);
});
