import assert from "node:assert/strict";
import { later, type Millis } from "#core/lib/millis.ts";
import type { CommitPlan } from "#core/model/plan.ts";
import { commandPurpose, type Send, type SendDecision } from "#core/model/send.ts";
import {
  account,
  graceMs,
  only,
  otherAccount,
  planOf,
  type StoreCheck,
  type StoreWorld,
  sendError,
  senderOf,
  sendOf,
} from "./store-conformance-world.ts";

const effectsOf = (sends: readonly Send[]) => sends.map(({ effect }) => effect);

const laterBy = (now: Millis, waitMs: number): SendDecision => ({
  kind: "later",
  until: later(now, waitMs),
  reason: "paused",
});

async function stateOf(world: StoreWorld, send: Send) {
  const kept = await world.run(world.records.sends({ limit: 1_000 }));
  return kept.find(({ id }) => id === send.id);
}

/** What `claimSends`, `startSend` and `sendResult` promise; receipts have checks of their own. */
export const storeSendChecks: readonly StoreCheck[] = [
  {
    name: "a conversation's messages go out one after the other, conversations beside each other",
    async run(world) {
      await world.turn("ani", { sends: [sendOf("a:1"), sendOf("a:2")] });
      await world.turn("budi", { sends: [sendOf("b:1")] });
      const first = await world.sends();
      assert.deepEqual(effectsOf(first), ["a:1", "b:1"]);
      const [head] = first;
      assert.ok(head !== undefined);
      assert.deepEqual(head.to, senderOf("ani").addresses);
      assert.deepEqual(head.message, sendOf("a:1").message);
      assert.deepEqual(await world.sends(), []);
      assert.deepEqual(await world.start(head), { kind: "started", attempt: 1 });
      assert.deepEqual(await world.sends(), []);
      await world.turn("ani", { sends: [sendOf("a:3")] });
      await world.result(head, { kind: "accepted", vendorId: "v-1" });
      assert.deepEqual(effectsOf(await world.sends()), ["a:2"]);
    },
  },
  {
    name: "what is between the runtime and the person goes before what waits, and in its own order",
    async run(world) {
      const answer = (effect: string) => ({ ...sendOf(effect), purpose: commandPurpose });
      await world.turn("ani", { sends: [sendOf("a:1"), sendOf("a:2")] });
      const held = await world.sendOne();
      await world.run(world.store.startSend(held, laterBy(world.now, graceMs), world.now));
      await world.turn("ani", { sends: [answer("a:3"), answer("a:4")] });
      assert.equal((await world.deliver({ kind: "accepted", vendorId: "v-1" })).effect, "a:3");
      await world.reopen("close");
      assert.equal((await world.deliver({ kind: "accepted", vendorId: "v-2" })).effect, "a:4");
      assert.deepEqual(await world.sends(), []);
      await world.pass(graceMs);
      assert.equal((await world.deliver({ kind: "accepted", vendorId: "v-3" })).effect, "a:1");
      assert.equal((await world.deliver({ kind: "accepted", vendorId: "v-4" })).effect, "a:2");
    },
  },
  {
    name: "only the sends of the accounts that are asked for are claimed",
    async run(world) {
      await world.turn("ani", { sends: [sendOf("a:1")] });
      await world.ingest({ ...world.event("ani"), account: otherAccount });
      await world.commit(await world.claimOne(), { sends: [sendOf("o:1")] });
      assert.deepEqual(effectsOf(await world.sends(10, [otherAccount])), ["o:1"]);
      assert.deepEqual(effectsOf(await world.sends(10, [])), []);
      assert.deepEqual(effectsOf(await world.sends(10, [account])), ["a:1"]);
    },
  },
  {
    name: "a claim that is not started in time is handed out again, and the old one is fenced",
    async run(world) {
      await world.turn("ani", { sends: [sendOf("a:1")] });
      const old = await world.sendOne();
      await world.pass(world.harness.leaseMs);
      assert.deepEqual(await world.start(old), { kind: "fenced" });
      const current = await world.sendOne();
      assert.deepEqual(await world.start(old), { kind: "fenced" });
      assert.deepEqual(await world.start(current), { kind: "started", attempt: 1 });
      assert.deepEqual(await world.start(current), { kind: "fenced" });
    },
  },
  {
    name: "a send that a crash cut off waits for its grace, and its conversation with it",
    async run(world) {
      await world.turn("ani", { sends: [sendOf("a:1"), sendOf("a:2")] });
      await world.turn("budi", { sends: [sendOf("b:1")] });
      const [head] = await world.sends(1);
      assert.ok(head !== undefined);
      await world.start(head);
      await world.reopen("crash");
      assert.deepEqual(effectsOf(await world.sends()), ["b:1"]);
      assert.equal((await world.run(world.store.stats())).unknownSends, 1);
      await world.pass(graceMs - 1);
      assert.deepEqual(effectsOf(await world.sends()), ["b:1"], "its lease is over");
      await world.pass(1);
      const again = await world.sendOne();
      assert.equal(again.effect, "a:1");
      assert.deepEqual([again.state, again.attempt, again.unknowns], ["unknown", 1, 1]);
      assert.deepEqual(await world.start(again), { kind: "started", attempt: 2 });
      await world.result(again, { kind: "accepted", vendorId: "v-2" });
      await world.pass(world.harness.leaseMs);
      assert.deepEqual(effectsOf(await world.sends()), ["a:2", "b:1"]);
    },
  },
  {
    name: "an unknown outcome's grace begins anew at every start",
    async run(world) {
      await world.turn("ani", { sends: [sendOf("a:1")] });
      await world.deliver(world.unknown());
      await world.pass(graceMs - 1);
      await world.reopen("close");
      await world.pass(graceMs - 1);
      assert.deepEqual(await world.sends(), []);
      await world.pass(1);
      assert.equal((await world.sendOne()).unknowns, 1);
    },
  },
  {
    name: "a send whose outcome is never told becomes unknown when its lease is over",
    async run(world) {
      await world.turn("ani", { sends: [sendOf("a:1")] });
      await world.reopen("close");
      const send = await world.sendOne();
      await world.start(send);
      await world.pass(world.harness.leaseMs);
      assert.deepEqual(await world.sends(), []);
      await world.settle();
      assert.equal((await stateOf(world, send))?.state, "unknown");
      await world.pass(graceMs);
      const again = await world.sendOne();
      assert.equal(again.state, "unknown");
      await world.result(send, { kind: "accepted", vendorId: "v-1" });
      assert.deepEqual(await world.start(again), { kind: "fenced" }, "the outcome came after all");
      assert.deepEqual(await world.sends(), []);
    },
  },
  {
    name: "every write of a fact fences the sends that were decided before it",
    async run(world) {
      const until = later(world.now, 3_600_000);
      const facts: readonly [string, Partial<CommitPlan>][] = [
        ["stop", { contact: { stop: { kind: "stopped", at: world.now } } }],
        ["start", { contact: { stop: { kind: "started", at: world.now } } }],
        ["window", { conversation: { windowUntilAt: until } }],
        ["owner", { conversation: { owner: "human" } }],
        ["owner's end", { conversation: { ownerUntilAt: until } }],
      ];
      for (const [name, change] of facts) {
        const person = `person with ${name}`;
        const claim = await world.turn(person, { sends: [sendOf(name)] });
        const send = await world.sendOne();
        await world.turn(person, change);
        assert.deepEqual(await world.start(send), { kind: "fenced" }, name);
        const again = await world.sendOne();
        assert.ok(again.factsVersion > send.factsVersion, name);
        const wording = "May we write to you?";
        const consent = {
          purpose: "news",
          answer: "yes",
          at: world.now,
          wording,
          source: "api",
        } as const;
        await world.run(
          world.records.appendConsent({ ...consent, contact: claim.conversation.contact }),
        );
        assert.deepEqual(await world.start(again), { kind: "fenced" }, `consent after ${name}`);
        assert.equal((await world.start(await world.sendOne())).kind, "started", name);
      }
      await world.turn("ani", { sends: [sendOf("identity")] });
      const send = await world.sendOne();
      const sender = senderOf("ani", { kind: "phone", value: "6281" });
      await world.turn("ani", { sends: [] });
      await world.ingest(world.event("ani", { sender, body: { kind: "identity", sender } }));
      assert.deepEqual(await world.start(send), { kind: "fenced" }, "identity");
      assert.deepEqual((await world.sendOne()).to, sender.addresses);
    },
  },
  {
    name: "what changes no fact fences nothing",
    async run(world) {
      await world.turn("ani", { sends: [sendOf("a:1")] });
      const send = await world.sendOne();
      await world.turn("ani", {
        contact: { name: "Ani", language: "id" },
        conversation: { limitNextAt: 5, lastInboundAt: world.now },
        sends: [sendOf("a:2")],
      });
      await world.turn("budi", { contact: { stop: { kind: "stopped", at: world.now } } });
      assert.equal((await world.start(send)).kind, "started");
    },
  },
  {
    name: "facts are those of the moment: stop, window, owner, and an ownership that is over",
    async run(world) {
      const [windowUntilAt, ownerUntilAt] = [later(world.now, 9_000), later(world.now, 1_000)];
      const stoppedAt = world.now;
      await world.turn("ani", {
        contact: { stop: { kind: "stopped", at: stoppedAt } },
        conversation: { windowUntilAt, owner: "human", ownerUntilAt },
        sends: [sendOf("a:1")],
      });
      const send = await world.sendOne();
      const consents = undefined;
      assert.deepEqual(send.facts, { windowUntilAt, stoppedAt, owner: "human", consents });
      await world.pass(world.harness.leaseMs);
      assert.equal((await world.sendOne()).facts.owner, "bot");
    },
  },
  {
    name: "a STOP that is asked for first wins, one that comes second does not undo a start",
    async run(world) {
      for (const isStopFirst of [true, false]) {
        const person = `person ${isStopFirst}`;
        await world.turn(person, { sends: [sendOf(person)] });
        const send = await world.sendOne();
        await world.ingest(world.event(person));
        const claim = await world.claimOne();
        const plan = planOf(claim, {
          contact: { stop: { kind: "stopped", at: world.now } },
          cancelSends: "stopped",
        });
        const stop = () => world.store.commit(claim, plan);
        const start = () => world.store.startSend(send, { kind: "send", takes: [] }, world.now);
        const asked = isStopFirst ? [stop(), start()] : [start(), stop()];
        await world.run(Promise.all<unknown>(asked));
        const state = (await stateOf(world, send))?.state;
        assert.equal(state, isStopFirst ? "blocked" : "sending");
      }
    },
  },
  {
    name: "cancelling blocks what waits or is unknown, with its reason, not what comes with it",
    async run(world) {
      await world.turn("ani", { sends: [sendOf("a:1"), sendOf("a:2")] });
      await world.turn("budi", { sends: [sendOf("b:1")] });
      const [head] = await world.sends();
      assert.ok(head !== undefined);
      await world.start(head);
      await world.result(head, world.unknown());
      await world.turn("ani", { cancelSends: "stopped", sends: [sendOf("a:bye")] });
      const blocked = await world.run(world.records.sends({ state: "blocked", limit: 10 }));
      assert.deepEqual(
        blocked.map(({ reason }) => reason),
        ["stopped", "stopped"],
      );
      await world.pass(world.harness.leaseMs);
      assert.deepEqual(effectsOf(await world.sends()).toSorted(), ["a:bye", "b:1"]);
      await world.reopen("crash");
      assert.deepEqual(effectsOf(await world.sends()).toSorted(), ["a:bye", "b:1"]);
    },
  },
  {
    name: "a decision to block, park or wait is written with its reason",
    async run(world) {
      const until = later(world.now, 5_000);
      const decisions: readonly [SendDecision, string, Millis | undefined][] = [
        [{ kind: "block", reason: "window-closed" }, "blocked", undefined],
        [{ kind: "park", reason: "no-answer" }, "unconfirmed", undefined],
        [{ kind: "later", until, reason: "quiet-hours" }, "queued", until],
      ];
      for (const [decision, state, dueAt] of decisions) {
        await world.turn(`person ${state}`, {
          sends: [sendOf(`${state}:1`), sendOf(`${state}:2`)],
        });
        const [send] = await world.sends(1);
        assert.ok(send !== undefined);
        const answer = await world.run(world.store.startSend(send, decision, world.now));
        assert.deepEqual(answer, { kind: "recorded" });
        const kept = await stateOf(world, send);
        assert.equal(kept?.state, state);
        assert.equal(kept?.reason, "reason" in decision ? decision.reason : undefined);
        const next = await world.sends();
        assert.deepEqual(effectsOf(next), dueAt === undefined ? [`${state}:2`] : []);
        for (const { effect } of next) assert.equal(effect, `${state}:2`);
        for (const it of next) await world.start(it);
      }
      await world.reopen("crash");
      assert.deepEqual(await world.sends(), []);
      await world.pass(5_000);
      assert.deepEqual(effectsOf(await world.sends()), ["queued:1"]);
    },
  },
  {
    name: "a start takes from all of its buckets or from none",
    async run(world) {
      const take = (key: string, burst: number) => ({ key, pace: { everyMs: 1_000, burst } });
      const takes = [take("account", 3), take("pair", 1)];
      const begin = async (person: string) => {
        await world.turn(person, { sends: [sendOf(person)] });
        const send = await world.sendOne();
        return world.run(world.store.startSend(send, { kind: "send", takes }, world.now));
      };
      assert.equal((await begin("ani")).kind, "started");
      const until = later(world.now, 1_000);
      assert.deepEqual(await begin("budi"), { kind: "paced", key: "pair", until });
      assert.deepEqual(await world.sends(), []);
      assert.equal(await world.run(world.store.nextDueAt(world.now)), until);
      await world.reopen("crash");
      const rest = [take("account", 3)];
      for (let count = 0; count < 2; count += 1) {
        const [send] = await world.sends(1);
        if (send === undefined)
          await world.turn(`more ${count}`, { sends: [sendOf(`m:${count}`)] });
        const next = send ?? (await world.sendOne());
        const answer = await world.run(
          world.store.startSend(next, { kind: "send", takes: rest }, world.now),
        );
        assert.equal(answer.kind, "started", `take ${count + 2} of 3`);
      }
      await world.turn("last", { sends: [sendOf("last")] });
      const last = await world.run(
        world.store.startSend(await world.sendOne(), { kind: "send", takes: rest }, world.now),
      );
      assert.deepEqual(last, { kind: "paced", key: "account", until });
    },
  },
  {
    name: "a refusal waits and is counted, unless the whole account is paused",
    async run(world) {
      await world.turn("ani", { sends: [sendOf("a:1"), sendOf("a:2")] });
      for (const [isCounted, refusals] of [
        [true, 1],
        [false, 1],
        [true, 2],
      ] as const) {
        const until = later(world.now, 4_000);
        const send = await world.deliver({ kind: "retry", until, error: sendError, isCounted });
        assert.deepEqual(await world.sends(), [], "the head waits, and the line with it");
        assert.deepEqual((await stateOf(world, send))?.error, sendError);
        await world.pass(3_999);
        assert.deepEqual(await world.sends(), []);
        await world.pass(1);
        const again = await world.sendOne();
        assert.deepEqual([again.effect, again.refusals, again.state], ["a:1", refusals, "queued"]);
        await world.pass(world.harness.leaseMs);
      }
    },
  },
  {
    name: "a final refusal is kept with its error, and one about the window ends the window",
    async run(world) {
      const windowUntilAt = later(world.now, 86_400_000);
      const { conversation } = await world.turn("ani", {
        conversation: { windowUntilAt },
        sends: [sendOf("a:1"), sendOf("a:2"), sendOf("a:3")],
      });
      const error = { ...sendError, code: "131026" };
      const first = await world.deliver({ kind: "rejected", error, effect: "unreachable" });
      const kept = await stateOf(world, first);
      assert.deepEqual([kept?.state, kept?.error, kept?.reason], ["failed", error, "unreachable"]);
      const second = await world.sendOne();
      assert.equal(second.facts.windowUntilAt, windowUntilAt);
      await world.start(second);
      await world.result(second, { kind: "rejected", error, effect: "window-closed" });
      const after = await world.run(world.records.conversation(conversation.id));
      assert.ok(after?.windowUntilAt !== undefined && after.windowUntilAt <= world.now);
      const third = only(await world.sends(), "send");
      assert.ok(third.facts.windowUntilAt !== undefined);
      assert.ok(third.facts.windowUntilAt <= world.now);
      assert.ok(third.factsVersion > second.factsVersion);
    },
  },
];
