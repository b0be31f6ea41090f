import { expect, test } from "bun:test";
import { minuteMs } from "#core/lib/millis.ts";
import { withProviderLimit } from "./provider-limit.ts";
import { AiWorld } from "./testing/ai-world.ts";
import { answered, halo } from "./testing/attempts.ts";

const never = { signal: new AbortController().signal };

function open(world: AiWorld, id: string) {
  let asked = 0;
  const ask = withProviderLimit(
    () => {
      asked += 1;
      return Promise.resolve(answered("ya"));
    },
    {
      name: "cepat",
      pace: { everyMs: minuteMs / 3, burst: 3 },
      id,
      store: world.open.store,
      clock: world.clock,
      log: world.log,
    },
  );
  return {
    ask: () => world.wait(ask(halo, never)),
    get asked() {
      return asked;
    },
  };
}

test("a provider is asked as often as it may be by all together, and again when time has passed", async () => {
  const world = new AiWorld();
  const [one, two] = [open(world, "ai:a:1#0"), open(world, "ai:b:1#0")];
  for (let count = 0; count < 3; count += 1) {
    await one.ask();
    await two.ask();
  }
  expect(one.asked + two.asked).toBe(3);
  expect(await one.ask()).toMatchObject({ kind: "skipped", reason: "resting" });
  await world.clock.advance(minuteMs);
  expect((await two.ask()).kind).toBe("answered");
});

test("nobody is asked while the store cannot be looked at", async () => {
  const world = new AiWorld();
  const limited = open(world, "ai:a:1#0");
  await world.wait(world.open.store.close());
  expect(await limited.ask()).toMatchObject({ kind: "skipped" });
  expect(limited.asked).toBe(0);
});
