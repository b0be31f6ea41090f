import assert from "node:assert/strict";
import { later } from "#core/lib/millis.ts";
import type { SendRecord } from "#core/model/ports/records.ts";
import type { Delivery } from "#core/model/status.ts";
import {
  graceMs,
  only,
  otherAccount,
  type StoreCheck,
  type StoreWorld,
  sendError,
  sendOf,
} from "./store-conformance-world.ts";

/** The one row that the store holds. */
async function rowOf(world: StoreWorld): Promise<SendRecord> {
  return only(await world.run(world.records.sends({ limit: 10 })), "row");
}

async function duplicatesOf(world: StoreWorld): Promise<number> {
  return (await world.run(world.store.stats())).duplicateSends;
}

/** What `applyStatuses` promises. */
export const storeReceiptChecks: readonly StoreCheck[] = [
  {
    name: "a message's delivery only moves forward, in whatever order receipts come",
    async run(world) {
      await world.turn("ani", { sends: [sendOf("a:1")] });
      await world.deliver({ kind: "accepted", vendorId: "v-1" });
      const steps: readonly [Delivery, Delivery][] = [
        ["sent", "sent"],
        ["read", "read"],
        ["delivered", "read"],
        ["sent", "read"],
        ["failed", "read"],
        ["played", "played"],
        ["played", "played"],
      ];
      for (const [status, delivery] of steps) {
        await world.statuses(world.status("v-1", { status }));
        const row = await rowOf(world);
        assert.deepEqual([row.state, row.delivery], ["accepted", delivery], status);
      }
      assert.equal((await rowOf(world)).error, undefined);
    },
  },
  {
    name: "a receipt's price is kept",
    async run(world) {
      await world.turn("ani", { sends: [sendOf("a:1")] });
      await world.deliver({ kind: "accepted", vendorId: "v-1" });
      const price = { billable: true, category: "utility" };
      await world.statuses(world.status("v-1", { price }), world.status("v-1"));
      assert.deepEqual((await rowOf(world)).price, price);
    },
  },
  {
    name: "a receipt that overtakes the answer is kept, and no answer takes it back",
    async run(world) {
      for (const result of ["accepted", "unknown", "retry", "rejected"] as const) {
        await world.turn("ani", { sends: [sendOf(result)] });
        const send = await world.sendOne();
        await world.start(send);
        const receipt = { status: "delivered", send: { outbox: send.id, attempt: 1 } } as const;
        await world.statuses(world.status(`v-${result}`, receipt));
        const until = later(world.now, 1_000);
        await world.result(
          send,
          result === "accepted"
            ? { kind: "accepted", vendorId: "v-accepted" }
            : result === "rejected"
              ? { kind: "rejected", error: sendError, effect: "none" }
              : { kind: result, until, error: sendError, isCounted: true },
        );
        const [row] = await world.run(world.records.sends({ limit: 1 }));
        assert.deepEqual([row?.state, row?.delivery], ["accepted", "delivered"], result);
        await world.pass(graceMs);
        assert.deepEqual(await world.sends(), [], result);
      }
      assert.equal(await duplicatesOf(world), 0);
    },
  },
  {
    name: "a receipt that comes before its id is known is kept until somebody names the id",
    async run(world) {
      await world.turn("ani", { sends: [sendOf("a:1")] });
      const send = await world.sendOne();
      await world.start(send);
      const price = { billable: false };
      await world.statuses(
        world.status("v-1", { status: "delivered", price }),
        world.status("v-other", { status: "read" }),
      );
      assert.equal((await rowOf(world)).delivery, undefined);
      await world.result(send, { kind: "accepted", vendorId: "v-1" });
      const row = await rowOf(world);
      assert.deepEqual([row.state, row.delivery, row.price], ["accepted", "delivered", price]);
    },
  },
  {
    name: "the same holds across a restart",
    async run(world) {
      await world.statuses(world.status("v-1", { status: "read" }));
      await world.reopen("crash");
      await world.turn("ani", { sends: [sendOf("a:1")] });
      await world.deliver({ kind: "accepted", vendorId: "v-1" });
      assert.equal((await rowOf(world)).delivery, "read");
    },
  },
  {
    name: "a receipt proves an unknown outcome: the line goes on and nothing is sent again",
    async run(world) {
      await world.turn("ani", { sends: [sendOf("a:1"), sendOf("a:2")] });
      const send = await world.deliver(world.unknown());
      assert.deepEqual(await world.sends(), []);
      await world.statuses(world.status("v-1", { send: { outbox: send.id, attempt: 1 } }));
      assert.equal((await world.sendOne()).effect, "a:2");
      assert.equal((await world.run(world.store.stats())).unknownSends, 0);
      await world.reopen("crash");
      assert.equal((await world.sendOne()).effect, "a:2");
      assert.equal(await duplicatesOf(world), 0);
    },
  },
  {
    name: "a receipt proves a parked or blocked message too",
    async run(world) {
      await world.turn("ani", { sends: [sendOf("a:1")] });
      const send = await world.deliver(world.unknown());
      await world.turn("ani", { cancelSends: "stopped" });
      await world.statuses(world.status("v-1", { send: { outbox: send.id, attempt: 1 } }));
      const row = await rowOf(world);
      assert.deepEqual([row.state, row.reason], ["accepted", undefined]);
    },
  },
  {
    name: "two attempts that both arrived are counted as one duplicate, repeats are not",
    async run(world) {
      await world.turn("ani", { sends: [sendOf("a:1")] });
      const first = await world.deliver(world.unknown());
      await world.pass(graceMs);
      const second = await world.deliver({ kind: "accepted", vendorId: "v-2" });
      assert.equal(second.attempt, 1);
      assert.equal(await duplicatesOf(world), 0);
      const late = world.status("v-1", { send: { outbox: first.id, attempt: 1 } });
      await world.statuses(late, late);
      await world.statuses({ ...late, status: "read" });
      await world.statuses(world.status("v-2", { send: { outbox: first.id, attempt: 2 } }));
      assert.equal(await duplicatesOf(world), 1);
      await world.reopen("crash");
      assert.equal(await duplicatesOf(world), 1);
    },
  },
  {
    name: "two ids of one attempt are a duplicate as well",
    async run(world) {
      await world.turn("ani", { sends: [sendOf("a:1")] });
      const send = await world.deliver({ kind: "accepted", vendorId: "v-1" });
      await world.statuses(world.status("v-9", { send: { outbox: send.id, attempt: 1 } }));
      assert.equal(await duplicatesOf(world), 1);
    },
  },
  {
    name: "a late receipt of an earlier attempt does not let the next message overtake",
    async run(world) {
      await world.turn("ani", { sends: [sendOf("a:1"), sendOf("a:2")] });
      const first = await world.deliver(world.unknown());
      await world.pass(graceMs);
      const second = await world.sendOne();
      await world.start(second);
      await world.statuses(world.status("v-1", { send: { outbox: first.id, attempt: 1 } }));
      assert.deepEqual(await world.sends(), [], "attempt 2 is on the wire");
      await world.result(second, world.unknown());
      assert.equal((await world.sendOne()).effect, "a:2", "nothing is in doubt: the first arrived");
    },
  },
  {
    name: "a receipt of failure ends an unknown message, with its error",
    async run(world) {
      await world.turn("ani", { sends: [sendOf("a:1"), sendOf("a:2")] });
      const send = await world.deliver(world.unknown());
      const error = { ...sendError, code: "131047" };
      const failed = { status: "failed", error, send: { outbox: send.id, attempt: 1 } } as const;
      await world.statuses(world.status("v-1", failed));
      const [, row] = await world.run(world.records.sends({ limit: 10 }));
      assert.deepEqual([row?.state, row?.delivery, row?.error], ["failed", "failed", error]);
      assert.equal((await world.sendOne()).effect, "a:2");
    },
  },
  {
    name: "a receipt of failure of an earlier attempt says nothing of the one that counts",
    async run(world) {
      await world.turn("ani", { sends: [sendOf("a:1")] });
      const first = await world.deliver(world.unknown());
      await world.pass(graceMs);
      await world.deliver({ kind: "accepted", vendorId: "v-2" });
      const send = { outbox: first.id, attempt: 1 };
      await world.statuses(world.status("v-1", { status: "failed", error: sendError, send }));
      const row = await rowOf(world);
      assert.deepEqual([row.state, row.delivery, row.error], ["accepted", undefined, undefined]);
      assert.equal(await duplicatesOf(world), 0);
    },
  },
  {
    name: "a message that failed after it was taken shows why, and may end the window, once",
    async run(world) {
      const windowUntilAt = later(world.now, 86_400_000);
      const { conversation } = await world.turn("ani", {
        conversation: { windowUntilAt, lastInboundAt: world.now },
        sends: [sendOf("a:1")],
      });
      await world.deliver({ kind: "accepted", vendorId: "v-1" });
      await world.pass(1_000);
      const failed = { status: "failed", error: sendError, effect: "window-closed" } as const;
      const receipt = world.status("v-1", failed);
      await world.statuses(receipt);
      const row = await rowOf(world);
      assert.deepEqual([row.state, row.delivery, row.error], ["accepted", "failed", sendError]);
      const window = async () =>
        (await world.run(world.records.conversation(conversation.id)))?.windowUntilAt;
      assert.equal(await window(), world.now);
      await world.turn("ani", { conversation: { windowUntilAt, lastInboundAt: world.now } });
      await world.statuses(receipt);
      assert.equal(await window(), windowUntilAt, "a repeat changes nothing");
    },
  },
  {
    name: "a late receipt about the window does not end one that the person opened since",
    async run(world) {
      const windowUntilAt = later(world.now, 86_400_000);
      await world.turn("ani", { sends: [sendOf("a:1")] });
      await world.deliver({ kind: "accepted", vendorId: "v-1" });
      const failed = { status: "failed", error: sendError, effect: "window-closed" } as const;
      const receipt = world.status("v-1", failed);
      await world.pass(1_000);
      const change = { windowUntilAt, lastInboundAt: world.now };
      const { conversation } = await world.turn("ani", { conversation: change });
      await world.statuses(receipt);
      const after = await world.run(world.records.conversation(conversation.id));
      assert.equal(after?.windowUntilAt, windowUntilAt);
    },
  },
  {
    name: "a late answer to an earlier attempt says nothing of the one on the wire",
    async run(world) {
      await world.turn("ani", { sends: [sendOf("a:1")] });
      const first = await world.sendOne();
      await world.start(first);
      await world.pass(world.harness.leaseMs);
      assert.deepEqual(await world.sends(), []);
      await world.settle();
      await world.pass(graceMs);
      const second = await world.sendOne();
      await world.start(second);
      const until = world.now;
      for (const result of [
        { kind: "rejected", error: sendError, effect: "none" },
        { kind: "retry", until, error: sendError, isCounted: true },
        { kind: "unknown", until, error: sendError },
      ] as const) {
        await world.result(first, result);
        assert.equal((await rowOf(world)).state, "sending", result.kind);
        assert.deepEqual(await world.sends(), [], result.kind);
      }
      await world.result(second, { kind: "accepted", vendorId: "v-2" });
      assert.equal((await rowOf(world)).state, "accepted");
    },
  },
  {
    name: "a receipt of another account, or for an attempt that never was, matches nothing",
    async run(world) {
      await world.turn("ani", { sends: [sendOf("a:1")] });
      const send = await world.deliver(world.unknown());
      await world.statuses(
        world.status("v-1", { account: otherAccount, send: { outbox: send.id, attempt: 1 } }),
        world.status("v-2", { send: { outbox: send.id, attempt: 2 } }),
        world.status("v-3", { send: { outbox: "nothing", attempt: 1 } }),
      );
      assert.equal((await rowOf(world)).state, "unknown");
    },
  },
];
