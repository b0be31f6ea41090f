import assert from "node:assert/strict";
import type { ConversationId } from "#core/lib/ids.ts";
import { broadcastEffect, type RecipientTurn } from "#core/model/broadcast.ts";
import type { BroadcastMove } from "#core/model/ports/broadcast-records.ts";
import {
  account,
  only,
  type StoreCheck,
  type StoreWorld,
  sendOf,
} from "./store-conformance-world.ts";

const name = "promo";

async function begin(world: StoreWorld, ...people: readonly string[]): Promise<ConversationId[]> {
  const ids: ConversationId[] = [];
  for (const person of people) ids.push((await world.turn(person)).conversation.id);
  const { now: startedAt, records } = world;
  const rest = { purpose: "marketing", file: "promo.yaml", source: "…", by: "shell", startedAt };
  assert.equal(await world.run(records.addBroadcast({ name, account, ...rest })), true);
  return ids;
}

function collect(world: StoreWorld, ids: readonly ConversationId[], refusal?: string) {
  const recipients = ids.map((conversation) =>
    refusal === undefined ? { conversation } : { conversation, refusal },
  );
  return world.run(world.records.addRecipients(name, { recipients, after: undefined }));
}

function take(world: StoreWorld, ids: readonly ConversationId[]): Promise<number> {
  const turns = ids.map((conversation): RecipientTurn => {
    const send = sendOf(broadcastEffect(name), { class: "campaign", purpose: "marketing" });
    return { conversation, send };
  });
  return world.run(world.records.takeRecipients(name, turns, world.now));
}

function move(world: StoreWorld, to: BroadcastMove["to"], reason?: string): Promise<boolean> {
  const why = reason === undefined ? {} : { reason };
  const from = ["running", "paused"] as const;
  return world.run(world.records.moveBroadcast(name, { from, to, at: world.now, ...why }));
}

async function fates(world: StoreWorld): Promise<Record<string, number>> {
  const counts = await world.run(world.records.countRecipients(name));
  return Object.fromEntries(
    counts.map(({ outcome, detail, count }) => [
      detail === undefined ? outcome : `${outcome}: ${detail}`,
      count,
    ]),
  );
}

/** What `Records` promises of broadcasts. */
export const storeBroadcastChecks: readonly StoreCheck[] = [
  {
    name: "a broadcast's name is its own for ever, and its state moves as it may",
    async run(world) {
      await begin(world);
      const again = {
        account,
        purpose: "p",
        file: "f",
        source: "s",
        by: "b",
        startedAt: world.now,
      };
      assert.equal(await world.run(world.records.addBroadcast({ name, ...again })), false);
      assert.equal(await move(world, "paused", "asked"), true);
      const paused = await world.run(world.records.broadcast(name));
      assert.deepEqual([paused?.state, paused?.reason], ["paused", "asked"]);
      assert.equal(
        (await world.run(world.records.broadcasts({ state: "running", limit: 9 }))).length,
        0,
      );
      assert.equal(await move(world, "stopped"), true);
      assert.equal(await move(world, "running"), false);
      await world.reopen("crash");
      const stopped = only(await world.run(world.records.broadcasts({ limit: 9 })), "broadcast");
      assert.deepEqual([stopped.state, stopped.reason], ["stopped", undefined]);
    },
  },
  {
    name: "everybody in a broadcast's audience gets one message at most, however often it is asked",
    async run(world) {
      const ids = await begin(world, "ani", "budi", "citra");
      const [ani, budi, citra] = ids;
      assert.ok(ani !== undefined && budi !== undefined && citra !== undefined);
      await collect(world, [ani, budi]);
      await collect(world, [ani, budi]);
      await collect(world, [citra], "consent-missing");
      const waiting = await world.run(world.records.waitingRecipients(name, 9));
      assert.deepEqual(
        waiting.map(({ conversation }) => conversation.id),
        [ani, budi],
      );
      assert.equal(await take(world, [ani, citra]), 1);
      await world.reopen("crash");
      assert.equal(await take(world, [ani]), 0);
      assert.equal((await world.run(world.records.broadcast(name)))?.audience, 3);
      assert.deepEqual(await fates(world), {
        queued: 1,
        waiting: 1,
        "left-out: consent-missing": 1,
      });
      await world.deliver({ kind: "accepted", vendorId: "v1" });
      assert.equal(await take(world, [ani, budi]), 1);
      await world.deliver({ kind: "accepted", vendorId: "v2" });
      await world.statuses(world.status("v2", { status: "failed" }));
      assert.deepEqual(await fates(world), { sent: 1, failed: 1, "left-out: consent-missing": 1 });
      assert.deepEqual(await world.sends(), []);
    },
  },
  {
    name: "a broadcast that is not running puts nothing into the line, a stopped one takes it out",
    async run(world) {
      const ids = await begin(world, "ani", "budi", "citra");
      await collect(world, ids);
      assert.equal(await take(world, ids.slice(0, 2)), 2);
      const [first] = await world.sends(1);
      assert.ok(first !== undefined);
      assert.equal((await world.start(first)).kind, "started");
      assert.equal(await move(world, "paused"), true);
      assert.equal(await take(world, ids), 0);
      await collect(world, ids);
      assert.equal(await move(world, "stopped"), true);
      await world.result(first, world.unknown());
      assert.deepEqual(await world.sends(), []);
      assert.deepEqual(await fates(world), {
        unknown: 1,
        "blocked: broadcast-stopped": 1,
        waiting: 1,
      });
      const unknown = only(await world.run(world.records.unknownSends(name, 9)), "unknown send");
      assert.deepEqual([unknown.id, unknown.state], [first.id, "unknown"]);
    },
  },
  {
    name: "a broadcast's tally tells what is open, failed, and answered with a no",
    async run(world) {
      const people = ["ani", "budi", "citra", "dewi", "eka"];
      const ids = await begin(world, ...people);
      await collect(world, ids);
      assert.equal(await take(world, ids.slice(0, 4)), 4);
      for (const [index, send] of (await world.sends(3)).entries()) {
        await world.start(send);
        await world.result(send, { kind: "accepted", vendorId: `v${index + 1}` });
      }
      await world.statuses(world.status("v1", { status: "failed" }));
      await world.pass(1_000);
      await world.turn("budi", { contact: { stop: { kind: "stopped", at: world.now } } });
      const line = { purpose: "marketing", answer: "no", at: world.now } as const;
      await world.turn("citra", { consents: [{ ...line, wording: "no", source: "message:1" }] });
      const tally = await world.run(world.records.tallyBroadcast(name, 100));
      assert.deepEqual(tally, {
        open: 1,
        queued: 1,
        known: 3,
        failed: 1,
        optedOut: 2,
        overBudget: 0,
      });
      const newest = await world.run(world.records.tallyBroadcast(name, 2));
      assert.deepEqual([newest.known, newest.failed, newest.optedOut], [1, 0, 1]);
      await move(world, "paused");
      await move(world, "running");
      const later = await world.run(world.records.tallyBroadcast(name, 100));
      assert.deepEqual([later.open, later.known], [1, 0]);
    },
  },
  {
    name: "who is erased is missing from a broadcast's audience and counted as such",
    async run(world) {
      const ids = await begin(world, "ani", "budi");
      await collect(world, ids);
      const [person] = await world.run(world.records.waitingRecipients(name, 1));
      assert.ok(person !== undefined);
      assert.equal(await world.run(world.records.eraseContact(person.contact.id)), true);
      assert.equal(await take(world, ids), 1);
      assert.deepEqual(await fates(world), { queued: 1, erased: 1 });
    },
  },
];
