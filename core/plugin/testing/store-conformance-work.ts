import assert from "node:assert/strict";
import { effectId } from "#core/lib/ids.ts";
import { later, toMillis } from "#core/lib/millis.ts";
import type { Reservation } from "#core/model/ports/store.ts";
import { activityOf, only, runOf, type StoreCheck, timerOf } from "./store-conformance-world.ts";

/** What timers, activities, and `reserve`/`settle` promise. */
export const storeWorkChecks: readonly StoreCheck[] = [
  {
    name: "a timer fires once and never early, also across restarts",
    async run(world) {
      const run = runOf("run-1", world.now);
      const start = world.now;
      const timers = [3_000, 1_000, 2_000].map((ms) =>
        timerOf(`t-${ms}`, run.id, later(start, ms)),
      );
      await world.turn("ani", { runs: [run], timers });
      const fire = (max = 10) => world.run(world.store.dueTimers(max, world.now, start));
      assert.equal(await world.run(world.store.nextDueAt(start)), later(start, 1_000));
      await world.pass(999);
      assert.equal(await fire(), 0);
      await world.reopen("crash");
      await world.pass(1);
      assert.equal(await fire(), 1);
      assert.equal(await fire(), 0);
      await world.pass(2_000);
      const together = [1, 2, 3].map(() => world.store.dueTimers(1, world.now, start));
      const fired = await world.run(Promise.all(together));
      assert.equal(fired.reduce((sum, count) => sum + count, 0) + (await fire()), 2);
      await world.reopen("crash");
      assert.equal(await fire(), 0);
      const { events } = await world.claimOne();
      assert.deepEqual(
        events.map(({ body }) => (body.kind === "timer" ? body.timer : body.kind)),
        ["t-1000", "t-2000", "t-3000"],
      );
    },
  },
  {
    name: "timers due before the given moment are left alone",
    async run(world) {
      const run = runOf("run-1", world.now);
      const [early, late] = [later(world.now, 1_000), later(world.now, 5_000)];
      const timers = [timerOf("t-1", run.id, early), timerOf("t-2", run.id, late)];
      await world.turn("ani", { runs: [run], timers });
      const from = later(early, 1);
      assert.equal(await world.run(world.store.nextDueAt(from)), late);
      await world.pass(6_000);
      assert.equal(await world.run(world.store.dueTimers(10, world.now, from)), 1);
      assert.equal(await world.run(world.store.dueTimers(10, world.now, toMillis(0))), 1);
    },
  },
  {
    name: "an activity is leased, done again when nobody brings its result, and counted",
    async run(world) {
      const run = runOf("run-1", world.now);
      const activity = activityOf(effectId("run-1:1"), run.id, 20_000);
      const { conversation } = await world.turn("ani", { runs: [run], activities: [activity] });
      const claim = () => world.run(world.store.claimActivities(10, world.now));
      const first = only(await claim(), "activity");
      const { effect, request, timeoutMs, attempts } = first;
      assert.deepEqual({ effect, run: first.run, request, timeoutMs }, activity);
      assert.equal(first.conversation, conversation.id);
      assert.equal(attempts, 0);
      assert.deepEqual(await claim(), []);
      await world.pass(world.harness.leaseMs);
      assert.deepEqual(await claim(), [], "it may take its own time and a lease on top");
      await world.pass(timeoutMs);
      assert.equal(only(await claim(), "activity").attempts, 1);
      await world.reopen("crash");
      assert.equal(only(await claim(), "activity").attempts, 2);
    },
  },
  {
    name: "activities are handed out in the order of asking, as many as asked for",
    async run(world) {
      const run = runOf("run-1", world.now);
      const effects = ["run-1:1", "run-1:2", "run-1:3"];
      const activities = effects.map((effect) => activityOf(effectId(effect), run.id));
      await world.turn("ani", { runs: [run], activities });
      const first = await world.run(world.store.claimActivities(2, world.now));
      const rest = await world.run(world.store.claimActivities(2, world.now));
      assert.deepEqual(
        [...first, ...rest].map(({ effect }) => effect),
        effects,
      );
    },
  },
  {
    name: "a reservation takes all or nothing, and once however often it is asked for",
    async run(world) {
      const periodAt = world.now;
      const budget = (key: string, amount: number, cap: number) =>
        ({ kind: "budget", key, amount, cap, periodAt }) as const;
      const reserve = (id: string, ...takes: Reservation["takes"]) =>
        world.run(world.store.reserve({ id, takes }, world.now));
      const pace = { kind: "pace", key: "sends", pace: { everyMs: 1_000, burst: 1 } } as const;
      const granted = { kind: "granted" };
      assert.deepEqual(await reserve("r-1", pace, budget("day", 0.1, 0.3)), granted);
      assert.deepEqual(await reserve("r-1", pace, budget("day", 0.1, 0.3)), granted);
      const waits = { kind: "refused", key: "sends", until: later(world.now, 1_000) };
      assert.deepEqual(await reserve("r-2", budget("day", 0.1, 0.3), pace), waits);
      assert.deepEqual(await reserve("r-3", budget("day", 0.2, 0.3)), granted, "0.1 + 0.2 is 0.3");
      await world.pass(1_000);
      const spent = { kind: "refused", key: "day", until: undefined };
      assert.deepEqual(await reserve("r-4", pace, budget("day", 0.001, 0.3)), spent);
      assert.deepEqual(await reserve("r-5", pace), granted, "the refused one took nothing");
      const next = { ...budget("day", 0.3, 0.3), periodAt: later(periodAt, 86_400_000) };
      assert.deepEqual(await reserve("r-6", next), granted, "another period");
    },
  },
  {
    name: "settling replaces what was reserved by what was used, once",
    async run(world) {
      const budget = (amount: number) =>
        ({ kind: "budget", key: "day", amount, cap: 10, periodAt: world.now }) as const;
      const reserve = async (id: string, amount: number) => {
        const takes = [budget(amount)];
        return (await world.run(world.store.reserve({ id, takes }, world.now))).kind;
      };
      assert.equal(await reserve("r-1", 8), "granted");
      assert.equal(await reserve("r-2", 3), "refused");
      await world.run(world.store.settle("r-1", { day: 5, other: 1 }));
      await world.run(world.store.settle("r-1", { day: 0 }));
      await world.run(world.store.settle("r-9", { day: 5 }));
      assert.equal(await reserve("r-3", 5.1), "refused");
      assert.equal(await reserve("r-4", 5), "granted");
      await world.reopen("crash");
      await world.run(world.store.settle("r-1", { day: 0 }));
      assert.equal(await reserve("r-5", 0.1), "refused");
      await world.run(world.store.settle("r-4", {}));
      assert.equal(await reserve("r-6", 0.1), "refused", "a key that is not named stays reserved");
    },
  },
  {
    name: "many reservations at once never pass the cap, nor leave room unused",
    async run(world) {
      const takes = [
        { kind: "budget", key: "k", amount: 0.1, cap: 2.5, periodAt: world.now },
      ] as const;
      const asked = Array.from({ length: 60 }, (_, index) =>
        world.store.reserve({ id: `r-${index % 40}`, takes }, world.now),
      );
      const answers = await world.run(Promise.all(asked));
      const granted = new Set(
        answers.flatMap(({ kind }, index) => (kind === "granted" ? [index % 40] : [])),
      );
      assert.equal(granted.size, 25);
    },
  },
];
