import { expect, setDefaultTimeout, test } from "bun:test";
import { runSoak } from "./run-soak.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(400_000);

test("20 open simulators leave no timer, socket or stream behind", async () => {
  const pages = 20;
  const { before, open, after, told, acts } = await runSoak({
    pages,
    fillActs: 1,
    warmUpMs: 0,
    measuredMs: 2_000,
    everyMs: 500,
    tell: () => undefined,
  });
  expect(open.streams).toBe(pages);
  expect(open.sockets).toBeGreaterThanOrEqual(before.sockets + pages);
  expect(open.timers).toBeGreaterThan(before.timers);
  expect(acts).toBeGreaterThanOrEqual(pages);
  expect(told).toBeGreaterThan(acts);
  expect(after.streams).toBe(before.streams);
  expect(after.sockets).toBeLessThanOrEqual(before.sockets);
  expect(after.timers).toBeLessThanOrEqual(before.timers);
});
