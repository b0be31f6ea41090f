import assert from "node:assert/strict";
import { later, toMillis } from "#core/lib/millis.ts";
import { type SpendTake, sendReservation } from "#core/model/budget.ts";
import { account, type StoreCheck, type StoreWorld, sendOf } from "./store-conformance-world.ts";

const full = { everyMs: 1_000, burst: 100 };
const spend = (amount: number, cap: number, key = "budget"): SpendTake => ({
  key,
  cap,
  amount,
  // Some day that no store is asked to forget yet.
  periodAt: toMillis(Date.UTC(2026, 10, 1)),
});

/** Starts the next message with what it may cost. */
async function startNext(world: StoreWorld, spends: readonly SpendTake[]) {
  const send = await world.sendOne();
  const decision = { kind: "send", takes: [{ key: "pace", pace: full }], spends } as const;
  return { send, answer: await world.run(world.store.startSend(send, decision, world.now)) };
}

/** Whether a budget has that much left. */
async function hasLeft(world: StoreWorld, id: string, amount: number, key = "budget") {
  const takes = [{ kind: "budget", ...spend(amount, 10, key) }] as const;
  const answer = await world.run(world.store.reserve({ id, takes }, world.now));
  return answer.kind === "granted";
}

/** What messages take of budgets as they begin, and what becomes of those that were held back. */
export const storeSpendChecks: readonly StoreCheck[] = [
  {
    name: "what the closed window held back since a moment goes again, before the plan's own",
    async run(world) {
      const hold = async (effect: string, reason: string) => {
        await world.turn("ani", { sends: [sendOf(effect)] });
        const decision = { kind: "block", reason } as const;
        const send = await world.sendOne();
        await world.run(world.store.startSend(send, decision, world.now));
      };
      await hold("a:old", "window-closed");
      await world.pass(1_000);
      const since = world.now;
      await hold("a:1", "window-closed");
      await hold("a:2", "stopped");
      await hold("a:3", "window-closed");
      await world.reopen("crash");
      await world.turn("ani", { sends: [sendOf("a:4")], releaseHeld: since });
      const gone: string[] = [];
      for (let count = 0; count < 3; count += 1) {
        if (count === 1) await world.reopen("crash");
        const send = await world.sendOne();
        gone.push(send.effect);
        await world.start(send);
        await world.result(send, { kind: "accepted", vendorId: `v-${count}` });
      }
      assert.deepEqual(gone, ["a:1", "a:3", "a:4"]);
      assert.deepEqual(await world.sends(), []);
      await world.turn("ani", { sends: [], cancelSends: "stopped" });
      await world.turn("ani", { sends: [], releaseHeld: toMillis(0) });
      assert.deepEqual(await world.sends(), [], "a STOP is for what is held back too");
    },
  },
  {
    name: "a start reserves from all of its budgets or takes nothing at all, and keeps its claim",
    async run(world) {
      await world.turn("ani", { sends: [sendOf("a:1"), sendOf("a:2")] });
      const first = await startNext(world, [spend(6, 10), spend(6, 100, "other")]);
      assert.deepEqual(first.answer, { kind: "started", attempt: 1 });
      await world.result(first.send, { kind: "accepted", vendorId: "v-1" });
      const second = await startNext(world, [spend(6, 100, "other"), spend(6, 10)]);
      assert.deepEqual(second.answer, { kind: "spent", key: "budget" });
      assert.deepEqual(await world.sends(), [], "it is still claimed for another decision");
      assert.ok(await hasLeft(world, "r-1", 4, "other"), "the other budget was left alone");
      const blocked = { kind: "block", reason: "contact-over-budget" } as const;
      const answer = await world.run(world.store.startSend(second.send, blocked, world.now));
      assert.deepEqual(answer, { kind: "recorded" });
      await world.reopen("crash");
      assert.equal(await hasLeft(world, "r-2", 4.1), false, "what began is counted after a crash");
      assert.ok(await hasLeft(world, "r-3", 4));
    },
  },
  {
    name: "nothing is reserved for a start that is fenced or has to wait for its pace",
    async run(world) {
      const { conversation } = await world.turn("ani", { sends: [sendOf("a:1")] });
      const send = await world.sendOne();
      const none = { everyMs: 60_000, burst: 1 };
      const slow = { kind: "pace", key: "slow", pace: none } as const;
      await world.run(world.store.reserve({ id: "r-0", takes: [slow] }, world.now));
      const takes = [{ key: "slow", pace: none }];
      const decision = { kind: "send", takes, spends: [spend(6, 10)] } as const;
      const paced = await world.run(world.store.startSend(send, decision, world.now));
      assert.equal(paced.kind, "paced");
      await world.pass(60_000);
      const again = await world.sendOne();
      await world.ingest(world.event("ani"));
      const owner = { owner: "human" } as const;
      await world.commit(await world.claimOne(), { conversation: owner });
      const fenced = await world.run(world.store.startSend(again, decision, world.now));
      assert.equal(fenced.kind, "fenced");
      assert.equal(conversation.account, account);
      assert.ok(await hasLeft(world, "r-1", 10));
    },
  },
  {
    name: "an attempt that was not taken gives back what it reserved with its result, and others are settled by one amount",
    async run(world) {
      await world.turn("ani", { sends: [sendOf("a:1")] });
      const first = await startNext(world, [spend(6, 12), spend(6, 12, "other")]);
      const until = later(world.now, 1_000);
      const error = { code: "X", title: "x", meaning: "x", action: "x" };
      await world.result(first.send, { kind: "retry", until, error, isCounted: true });
      await world.reopen("crash");
      await world.pass(1_000);
      const second = await startNext(world, [spend(6, 12), spend(6, 12, "other")]);
      assert.deepEqual(second.answer, { kind: "started", attempt: 2 });
      await world.run(world.store.settle(sendReservation(second.send.id, 2), 2));
      await world.run(world.store.settle(sendReservation(second.send.id, 2), 0));
      for (const key of ["budget", "other"]) {
        assert.equal(await hasLeft(world, `r-1 ${key}`, 8.1, key), false);
        assert.ok(await hasLeft(world, `r-2 ${key}`, 8, key));
      }
    },
  },
];
