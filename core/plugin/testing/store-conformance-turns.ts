import assert from "node:assert/strict";
import { effectId, eventId } from "#core/lib/ids.ts";
import { later } from "#core/lib/millis.ts";
import {
  activityOf,
  only,
  planOf,
  rejectsWith,
  runOf,
  type StoreCheck,
  sendOf,
  textsOf,
  timerOf,
} from "./store-conformance-world.ts";

/** What the fence, `commit`, `retry`, `defer` and `bury` promise. */
export const storeTurnChecks: readonly StoreCheck[] = [
  {
    name: "what a commit changes is in the next claim, also after a restart",
    async run(world) {
      const run = runOf("run-1", world.now, { slots: { size: "large", note: "\0🙂" } });
      const windowUntilAt = later(world.now, 86_400_000);
      await world.turn("ani", {
        runs: [run],
        contact: { name: "Ani", language: "id", tags: ["vip"], profile: { drink: "kopi" } },
        conversation: { windowUntilAt, lastInboundAt: world.now, owner: "human", limitNextAt: 1.5 },
      });
      await world.turn("ani", {
        contact: { profile: { sugar: 1 } },
        conversation: { ownerUntilAt: later(world.now, 1_000) },
      });
      await world.turn("ani", { conversation: { owner: "bot", ownerUntilAt: null } });
      await world.ingest(world.event("ani"));
      for (const isReopened of [false, true]) {
        if (isReopened) await world.reopen("crash");
        const { contact, conversation, runs } = await world.claimOne();
        assert.deepEqual(runs, [run]);
        const { name, language, tags, profile } = contact;
        assert.deepEqual({ name, language, tags }, { name: "Ani", language: "id", tags: ["vip"] });
        assert.deepEqual(profile, { drink: "kopi", sugar: 1 });
        assert.equal(conversation.windowUntilAt, windowUntilAt);
        assert.equal(conversation.limitNextAt, 1.5);
        assert.equal(conversation.owner, "bot");
        assert.equal(conversation.ownerUntilAt, undefined);
      }
    },
  },
  {
    name: "a worker whose lease ran out is fenced and changes nothing",
    async run(world) {
      await world.ingest(world.event("ani", { text: "one" }));
      const claim = await world.claimOne();
      await world.pass(world.harness.leaseMs);
      const plan = planOf(claim, { sends: [sendOf("late:1")], contact: { name: "Late" } });
      assert.equal(await world.run(world.store.commit(claim, plan)), "fenced");
      assert.equal(await world.run(world.store.bury(claim, "late", plan)), "fenced");
      await world.run(world.store.retry(claim, later(world.now, 60_000), "late"));
      assert.deepEqual(await world.sends(), []);
      const again = await world.claimOne();
      assert.equal(again.contact.name, undefined);
      assert.equal(only(again.events, "event").attempts, 0);
    },
  },
  {
    name: "a worker whose conversation was taken over is fenced; the new one is not",
    async run(world) {
      await world.ingest(world.event("ani"));
      const old = await world.claimOne();
      await world.pass(world.harness.leaseMs);
      const current = await world.claimOne();
      assert.ok(current.token !== old.token);
      assert.equal(await world.commit(old, { sends: [sendOf("old:1")] }), "fenced");
      assert.deepEqual(await world.run(world.store.touch([old, current], world.now)), [current]);
      assert.equal(await world.commit(current, { sends: [sendOf("new:1")] }), "ok");
      assert.equal((await world.sendOne()).effect, "new:1");
      assert.deepEqual(await world.claim(), []);
    },
  },
  {
    name: "a turn that is touched in time is kept",
    async run(world) {
      await world.ingest(world.event("ani"));
      const claim = await world.claimOne();
      for (let round = 0; round < 3; round += 1) {
        await world.pass(world.harness.leaseMs - 1);
        assert.deepEqual(await world.run(world.store.touch([claim], world.now)), [claim]);
        assert.deepEqual(await world.claim(), []);
      }
      assert.equal(await world.commit(claim), "ok");
    },
  },
  {
    name: "one claim is committed once, also when it is asked for twice at the same time",
    async run(world) {
      await world.ingest(world.event("ani"), world.event("ani"));
      const claim = await world.claimOne();
      const first = world.store.commit(claim, planOf(claim, { sends: [sendOf("a:1")] }));
      const second = world.store.commit(claim, planOf(claim, { sends: [sendOf("b:1")] }));
      assert.deepEqual(await world.run(Promise.all([first, second])), ["ok", "fenced"]);
      assert.equal((await world.sendOne()).effect, "a:1");
      assert.equal((await world.claimOne()).events.length, 1);
    },
  },
  {
    name: "a failed turn counts one attempt, waits, and stays ahead of what comes later",
    async run(world) {
      await world.ingest(world.event("ani", { text: "first" }));
      const claim = await world.claimOne();
      await world.run(world.store.retry(claim, later(world.now, 5_000), "no such flow"));
      await world.ingest(world.event("ani", { text: "second", occurredAt: later(world.now, 1) }));
      assert.deepEqual(await world.claim(), []);
      const dueAt = await world.run(world.store.nextDueAt(world.now));
      assert.equal(dueAt, later(world.now, 5_000));
      await world.reopen("crash");
      assert.deepEqual(await world.claim(), []);
      await world.pass(5_000);
      const again = await world.claimOne();
      assert.deepEqual(textsOf(again.events), ["first", "second"]);
      assert.deepEqual(
        again.events.map(({ attempts }) => attempts),
        [1, 0],
      );
      const kept = await world.run(world.records.events({ limit: 10 }));
      assert.deepEqual(
        kept.map(({ reason }) => reason),
        [undefined, "no such flow"],
      );
    },
  },
  {
    name: "a deferred turn counts no attempt and waits until something new comes in",
    async run(world) {
      await world.ingest(world.event("ani", { text: "first" }));
      await world.run(world.store.defer(await world.claimOne(), later(world.now, 60_000)));
      assert.deepEqual(await world.claim(), []);
      assert.equal(await world.run(world.store.nextDueAt(world.now)), later(world.now, 60_000));
      await world.pass(60_000);
      const claim = await world.claimOne();
      assert.equal(only(claim.events, "event").attempts, 0);
      await world.run(world.store.defer(claim, later(world.now, 60_000)));
      await world.ingest(world.event("ani", { text: "second" }));
      assert.deepEqual(textsOf((await world.claimOne()).events), ["first", "second"]);
    },
  },
  {
    name: "a buried event is parked with its error and frees its conversation; it can be revived",
    async run(world) {
      await world.ingest(
        world.event("ani", { text: "poison" }),
        world.event("ani", { text: "next" }),
      );
      await world.run(world.store.retry(await world.claimOne(), world.now, "it threw"));
      const claim = await world.claimOne();
      assert.equal(claim.events[0]?.attempts, 1);
      const plan = planOf(claim, { marks: [], sends: [sendOf("sorry:1")] });
      assert.equal(await world.run(world.store.bury(claim, "it threw", plan)), "ok");
      assert.equal((await world.sendOne()).effect, "sorry:1");
      const next = await world.claimOne();
      assert.deepEqual(textsOf(next.events), ["next"]);
      await world.commit(next);
      const dead = only(
        await world.run(world.records.events({ state: "dead", limit: 10 })),
        "event",
      );
      assert.equal(dead.reason, "it threw");
      assert.equal((await world.run(world.store.stats())).deadEvents, 1);
      await world.reopen("close");
      assert.deepEqual(await world.claim(), []);
      assert.equal(await world.run(world.records.revive(dead.id)), true);
      assert.equal(await world.run(world.records.revive(dead.id)), false);
      assert.equal(await world.run(world.records.revive(eventId("nothing"))), false);
      const revived = only((await world.claimOne()).events, "event");
      assert.deepEqual([textsOf([revived]), revived.attempts], [["poison"], 0]);
    },
  },
  {
    name: "a mark tells why, and marks of another conversation's events change nothing",
    async run(world) {
      await world.ingest(world.event("ani"), world.event("budi"));
      const [ani, budi] = await world.claim();
      assert.ok(ani !== undefined && budi !== undefined);
      const marks = [...ani.events, ...budi.events].map(
        ({ id }) => ({ event: id, state: "ignored", reason: "route:none" }) as const,
      );
      assert.equal(await world.commit(ani, { marks }), "ok");
      const ignored = await world.run(world.records.events({ state: "ignored", limit: 10 }));
      assert.equal(only(ignored, "event").reason, "route:none");
      assert.equal(await world.commit(budi), "ok");
      assert.equal((await world.run(world.store.stats())).pendingEvents, 0);
    },
  },
  {
    name: "a run that ends takes its timers and open activities along",
    async run(world) {
      const [ends, stays] = [runOf("run-1", world.now), runOf("run-2", world.now)];
      const dueAt = later(world.now, 1_000);
      await world.turn("ani", {
        runs: [ends, stays],
        timers: [timerOf("t-1", ends.id, dueAt), timerOf("t-2", stays.id, dueAt)],
        activities: [
          activityOf(effectId("run-1:1"), ends.id),
          activityOf(effectId("run-2:1"), stays.id),
        ],
      });
      await world.turn("ani", { runs: [{ ...ends, state: "cancelled" }] });
      const stats = await world.run(world.store.stats());
      assert.equal(stats.openTimers, 1);
      assert.equal(stats.openActivities, 1);
      await world.pass(1_000);
      assert.equal(await world.run(world.store.dueTimers(10, world.now, dueAt)), 1);
      const claim = await world.claimOne();
      assert.deepEqual(
        claim.runs.map(({ id }) => id),
        ["run-2"],
      );
      const [activity] = await world.run(world.store.claimActivities(1, world.now));
      assert.equal(activity?.effect, "run-2:1");
    },
  },
  {
    name: "an effect that was asked for before has no effect again",
    async run(world) {
      const text = (words: string) => ({ kind: "text", text: words }) as const;
      await world.turn("ani", { sends: [sendOf("run-1:1", { message: text("once") })] });
      const again = [sendOf("run-1:1", { message: text("twice") }), sendOf("run-1:2")];
      await world.turn("ani", { sends: again });
      const kept = await world.run(world.records.sends({ limit: 10 }));
      assert.equal(kept.length, 2);
      assert.deepEqual((await world.sendOne()).message, text("once"));
    },
  },
  {
    name: "what was claimed and not committed is claimed again after a crash",
    async run(world) {
      await world.ingest(world.event("ani", { text: "kept" }));
      await world.claimOne();
      await world.reopen("crash");
      assert.deepEqual(textsOf((await world.claimOne()).events), ["kept"]);
    },
  },
  {
    name: "a crash takes back what was not committed yet, and its caller never hears of it",
    async run(world) {
      const event = world.event("ani");
      let isAnswered = false;
      const answered = () => {
        isAnswered = true;
      };
      world.store.ingest([event]).then(answered, answered);
      await world.reopen("crash");
      await world.settle();
      assert.equal(isAnswered, false);
      // Nobody was told that it is safe, so that it comes again; it is new unless it was kept.
      const [answer] = await world.ingest(event);
      const claim = await world.claimOne();
      assert.equal(claim.events.length, 1);
      assert.ok(answer === "new" || answer === "duplicate");
    },
  },
  {
    name: "closing finishes what was asked for; afterwards nothing is taken",
    async run(world) {
      const ingesting = world.store.ingest([world.event("ani", { text: "last" })]);
      const { store } = world;
      await world.run(store.close());
      assert.deepEqual(await world.run(ingesting), ["new"]);
      await rejectsWith("STORE_CLOSED", world.run(store.ingest([world.event("ani")])));
      await rejectsWith("STORE_CLOSED", world.run(store.claim(1, world.now)));
      await world.reopen("crash");
      assert.deepEqual(textsOf((await world.claimOne()).events), ["last"]);
    },
  },
];
