import { expect, test } from "bun:test";
import type { Engine } from "#core/engine/create-engine.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { createLifecycle } from "./lifecycle.ts";

/** An engine whose drain ends when told; everything else is out of the question here. */
function openLife(stats: () => Promise<{ refusal?: string }> = () => Promise.resolve({})) {
  const clock = new VirtualClock(0);
  const drained = Promise.withResolvers<boolean>();
  const allowed: number[] = [];
  const engine: Pick<Engine, "start" | "drain"> = {
    start: () => Promise.resolve(),
    drain(timeoutMs) {
      allowed.push(timeoutMs);
      return drained.promise;
    },
  };
  const life = createLifecycle({ engine, store: { stats }, clock });
  return { life, clock, drained, allowed };
}

test("a bot is not ready before it has started, and says so", async () => {
  const { life } = openLife();
  expect(await life.findObstacles()).toEqual(["the bot is starting"]);
  await life.start();
  expect(await life.findObstacles()).toEqual([]);
  expect(life.isClosed()).toBe(false);
});

test("a bot whose store does not answer is not ready", async () => {
  const gone = () => Promise.reject(new BotError("STORE_UNAVAILABLE", "full", { retry: "later" }));
  const { life } = openLife(gone);
  await life.start();
  expect(await life.findObstacles()).toEqual([
    "the store does not answer: STORE_UNAVAILABLE: full",
  ]);
});

test("a bot that can take nothing in is not ready, and says why", async () => {
  const { life } = openLife(() => Promise.resolve({ refusal: "the data disk is almost full" }));
  await life.start();
  expect(await life.findObstacles()).toEqual([
    "nothing more is taken in: the data disk is almost full",
  ]);
});

test("webhooks are taken in for five seconds of a long drain, then turned away", async () => {
  const { life, clock, drained, allowed } = openLife();
  await life.start();
  const ending = life.drain();
  expect(allowed).toEqual([25_000]);
  expect(await life.findObstacles()).toEqual(["the bot is shutting down"]);
  await clock.advance(4_999);
  expect(life.isClosed()).toBe(false);
  await clock.advance(1);
  expect(life.isClosed()).toBe(true);
  drained.resolve(false);
  expect(await ending).toBe(false);
});

test("a short drain closes the door at its end and leaves no timer", async () => {
  const { life, clock, drained } = openLife();
  await life.start();
  const ending = life.drain();
  drained.resolve(true);
  expect(await ending).toBe(true);
  expect(life.isClosed()).toBe(true);
  expect(clock.pending).toBe(0);
});
