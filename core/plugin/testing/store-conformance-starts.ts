import assert from "node:assert/strict";
import type { CommitAnswer } from "#core/model/plan.ts";
import type { Send } from "#core/model/send.ts";
import {
  account,
  graceMs,
  otherAccount,
  type StoreCheck,
  type StoreWorld,
  sendOf,
} from "./store-conformance-world.ts";

const free = { takes: [] } as const;

/** The send that a commit has begun; there has to be one. */
function begunBy(answer: CommitAnswer): Send {
  assert.ok(typeof answer === "object", "the send is begun with the plan");
  return answer.started;
}

async function claimOf(world: StoreWorld, person: string) {
  await world.ingest(world.event(person));
  return await world.claimOne();
}

/** What a plan that asks for the start of its first send is promised. */
export const storeStartChecks: readonly StoreCheck[] = [
  {
    name: "a plan begins its first send: nobody claims it, and the next waits for its end",
    async run(world) {
      const claim = await claimOf(world, "ani");
      const sends = [sendOf("a:1"), sendOf("a:2")];
      const send = begunBy(await world.commit(claim, { sends, start: free }));
      assert.equal(send.effect, "a:1");
      assert.deepEqual([send.state, send.attempt, send.account], ["queued", 0, account]);
      assert.deepEqual(send.message, sendOf("a:1").message);
      assert.deepEqual(await world.sends(), []);
      await world.result(send, { kind: "accepted", vendorId: "v-1" });
      assert.equal((await world.sendOne()).effect, "a:2");
      const kept = await world.run(world.records.sends({ state: "accepted", limit: 10 }));
      assert.deepEqual(
        kept.map(({ id }) => id),
        [send.id],
      );
    },
  },
  {
    name: "a send that was begun with its plan and cut off waits for its grace",
    async run(world) {
      begunBy(
        await world.commit(await claimOf(world, "ani"), { sends: [sendOf("a:1")], start: free }),
      );
      await world.reopen("crash");
      assert.equal((await world.run(world.store.stats())).unknownSends, 1);
      assert.deepEqual(await world.sends(), []);
      await world.pass(graceMs);
      const again = await world.sendOne();
      assert.deepEqual([again.effect, again.state, again.attempt], ["a:1", "unknown", 1]);
    },
  },
  {
    name: "a plan begins nothing on facts that have changed since its claim",
    async run(world) {
      const claim = await claimOf(world, "ani");
      await world.ingest({ ...world.event("ani"), account: otherAccount });
      const other = await world.claimOne();
      await world.commit(other, { contact: { stop: { kind: "stopped", at: world.now } } });
      const answer = await world.commit(claim, { sends: [sendOf("a:1")], start: free });
      assert.equal(answer, "ok", "it waits in the line for another decision");
      assert.equal((await world.sendOne()).facts.stoppedAt, world.now);
    },
  },
  {
    name: "a plan's own facts do not stand in the way of its start, and are what the send has",
    async run(world) {
      const claim = await claimOf(world, "ani");
      const stop = { kind: "stopped", at: world.now } as const;
      const change = { contact: { stop }, sends: [sendOf("a:bye")], start: free };
      assert.equal(begunBy(await world.commit(claim, change)).facts.stoppedAt, world.now);
    },
  },
  {
    name: "a plan begins nothing while an older send is open, or out of an empty bucket",
    async run(world) {
      await world.turn("ani", { sends: [sendOf("a:1")] });
      const ani = await claimOf(world, "ani");
      assert.equal(await world.commit(ani, { sends: [sendOf("a:2")], start: free }), "ok");
      const [head] = await world.sends();
      assert.equal(head?.effect, "a:1");

      const takes = [
        { key: "full", pace: { everyMs: 1_000, burst: 5 } },
        { key: "small", pace: { everyMs: 60_000, burst: 1 } },
      ];
      const ask = async (person: string) =>
        await world.commit(await claimOf(world, person), {
          sends: [sendOf(`${person}:1`)],
          start: { takes },
        });
      begunBy(await ask("budi"));
      assert.equal(await ask("citra"), "ok", "the small bucket is empty");
      const full = takes.slice(0, 1);
      const citra = (await world.sends()).find(({ effect }) => effect === "citra:1");
      assert.ok(citra !== undefined);
      for (let taken = 1; taken < 5; taken += 1) {
        const change = { sends: [sendOf(`d:${taken}`)], start: { takes: full } };
        begunBy(await world.commit(await claimOf(world, `dewi ${taken}`), change));
      }
      const start = world.store.startSend(citra, { kind: "send", takes: full }, world.now);
      assert.equal((await world.run(start)).kind, "paced", "what was not begun took nothing");
    },
  },
  {
    name: "a conversation's own bucket is as full after a crash as it was, beside all others",
    async run(world) {
      const pace = { everyMs: 60_000, burst: 1 };
      const ask = async (person: string, effect: string) => {
        const claim = await claimOf(world, person);
        const conversation = claim.conversation.id;
        const takes = [{ key: `pair:${conversation}`, conversation, pace }];
        return await world.commit(claim, { sends: [sendOf(effect)], start: { takes } });
      };
      const accepted = { kind: "accepted", vendorId: "v-1" } as const;
      await world.result(begunBy(await ask("ani", "a:1")), accepted);
      begunBy(await ask("budi", "b:1"));
      await world.reopen("crash");
      assert.equal(await ask("ani", "a:2"), "ok", "her bucket is empty still");
      begunBy(await ask("citra", "c:1"));
      await world.pass(60_000);
      const [send] = await world.sends();
      assert.ok(send !== undefined);
      const { conversation } = send;
      const takes = [{ key: `pair:${conversation}`, conversation, pace }];
      const start = world.store.startSend(send, { kind: "send", takes }, world.now);
      assert.equal((await world.run(start)).kind, "started");
    },
  },
  {
    name: "a plan that is fenced or repeats an effect begins nothing",
    async run(world) {
      const old = await claimOf(world, "ani");
      await world.pass(world.harness.leaseMs);
      const claim = await world.claimOne();
      const change = { sends: [sendOf("a:1")], start: free };
      assert.equal(await world.commit(old, change), "fenced");
      await world.result(begunBy(await world.commit(claim, change)), {
        kind: "accepted",
        vendorId: "v-1",
      });
      assert.equal(await world.commit(await claimOf(world, "ani"), change), "ok");
      assert.deepEqual(await world.sends(), []);
    },
  },
];
