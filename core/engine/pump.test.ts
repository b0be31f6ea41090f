import { expect, test } from "bun:test";
import { createQuietLog, VirtualClock } from "sapa/plugin/testing";
import { createPump } from "./pump.ts";

function makePump(round: () => Promise<boolean>) {
  const clock = new VirtualClock(0);
  const log = createQuietLog();
  return { clock, log, pump: createPump({ name: "test", clock, log, round }) };
}

test("kicks during a round make exactly one more", async () => {
  let rounds = 0;
  const { clock, pump } = makePump(async () => {
    rounds += 1;
    if (rounds === 1) for (let kick = 0; kick < 5; kick += 1) pump.kick();
    await Promise.resolve();
    return false;
  });
  pump.kick();
  await clock.settle();
  expect(rounds).toBe(2);
  expect(pump.isRunning).toBe(false);
});

test("a round that fails is tried again by itself, and the pump lives on", async () => {
  let rounds = 0;
  const { clock, log, pump } = makePump(() => {
    rounds += 1;
    return rounds === 1 ? Promise.reject(new Error("disk")) : Promise.resolve(false);
  });
  pump.kick();
  await clock.settle();
  expect(rounds).toBe(1);
  expect(log.lines[0]?.event).toBe("pump.round-failed");
  await clock.advance(1_000);
  expect(rounds).toBe(2);
});

test("stop waits for the running round and allows none after it", async () => {
  let finish: (() => void) | undefined;
  let rounds = 0;
  const { clock, pump } = makePump(() => {
    rounds += 1;
    return new Promise((resolve) => {
      finish = () => resolve(true);
    });
  });
  pump.kick();
  await clock.settle();
  let isStopped = false;
  const stopping = pump.stop().then(() => {
    isStopped = true;
  });
  await clock.settle();
  expect(isStopped).toBe(false);
  finish?.();
  await stopping;
  pump.kick();
  await clock.settle();
  expect(rounds).toBe(1);
  expect(clock.pending).toBe(0);
});
