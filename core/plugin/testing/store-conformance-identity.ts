import assert from "node:assert/strict";
import { admittedPurpose } from "#core/model/consent.ts";
import type { Address, Sender } from "#core/model/identity.ts";
import { only, type StoreCheck, type StoreWorld, sendOf } from "./store-conformance-world.ts";

const user = (value: string): Address => ({ kind: "user_id", value });
const phone = (value: string): Address => ({ kind: "phone", value });

/** A message of a sender with these addresses; gives the claim's contact. */
async function meet(world: StoreWorld, addresses: Address[], previous?: Address[]) {
  const sender: Sender = {
    scope: "whatsapp",
    addresses,
    ...(previous === undefined ? {} : { previous }),
  };
  await world.ingest(world.event("", { sender }));
  const claim = await world.claimOne();
  await world.commit(claim);
  return claim.contact;
}

/** That `ingest` finds people as `resolveSender` decides. */
export const storeIdentityChecks: readonly StoreCheck[] = [
  {
    name: "a person is known by their anchor, and by their phone while they have no other anchor",
    async run(world) {
      const ani = await meet(world, [phone("1")]);
      assert.equal((await meet(world, [phone("1")])).id, ani.id);
      const anchored = await meet(world, [user("A"), phone("1")]);
      assert.equal(anchored.id, ani.id, "the phone's contact gains the anchor");
      assert.deepEqual(anchored.addresses, [user("A"), phone("1")]);
      assert.equal((await meet(world, [user("A")])).id, ani.id);
      assert.equal((await meet(world, [phone("1")])).id, ani.id);
      const moved = await meet(world, [user("A"), phone("2")]);
      assert.equal(moved.id, ani.id);
      assert.ok(moved.addresses.some(({ value }) => value === "2"));
    },
  },
  {
    name: "whoever was known by phone alone stays apart from the person who turns out to have it",
    async run(world) {
      const ani = await meet(world, [user("A")]);
      const byPhone = await meet(world, [phone("1")]);
      assert.notEqual(byPhone.id, ani.id, "nothing has told that they are one");
      const both = await meet(world, [user("A"), phone("1")]);
      assert.equal(both.id, ani.id);
      assert.deepEqual(both.addresses, [user("A"), phone("1")]);
      assert.equal((await meet(world, [phone("1")])).id, ani.id);
      assert.equal((await meet(world, [user("A")])).id, ani.id);
    },
  },
  {
    name: "a recycled phone goes to its new owner, and the old one keeps everything else",
    async run(world) {
      const ani = await meet(world, [user("A"), phone("1")]);
      assert.equal((await meet(world, [phone("1")])).id, ani.id);
      const budi = await meet(world, [user("B"), phone("1")]);
      assert.notEqual(budi.id, ani.id);
      assert.deepEqual(budi.addresses, [user("B"), phone("1")]);
      assert.equal((await meet(world, [phone("1")])).id, budi.id);
      const again = await meet(world, [user("A")]);
      assert.equal(again.id, ani.id);
      assert.deepEqual(again.addresses, [user("A")]);
    },
  },
  {
    name: "a person who gives an address up is followed to the new one",
    async run(world) {
      const ani = await meet(world, [phone("1")]);
      const renamed = await meet(world, [phone("2")], [phone("1")]);
      assert.equal(renamed.id, ani.id);
      assert.deepEqual(renamed.addresses, [phone("2")]);
      const stranger = await meet(world, [phone("1")]);
      assert.notEqual(stranger.id, ani.id);
      const anchored = await meet(world, [user("A2"), phone("2")], [user("A1")]);
      assert.equal(anchored.id, ani.id);
      const moved = await meet(world, [user("A3")], [user("A2")]);
      assert.equal(moved.id, ani.id);
      assert.deepEqual(moved.addresses, [user("A3"), phone("2")]);
    },
  },
  {
    name: "giving up an address that is somebody else's by now takes nothing from them",
    async run(world) {
      await meet(world, [user("A"), phone("1")]);
      const budi = await meet(world, [user("B"), phone("1")]);
      await meet(world, [user("A"), phone("2")], [phone("1")]);
      assert.equal((await meet(world, [phone("1")])).id, budi.id);
    },
  },
  {
    name: "scopes are apart: the same value on two networks is two people",
    async run(world) {
      const ani = await meet(world, [user("A")]);
      const sender: Sender = { scope: "telegram", addresses: [user("A")] };
      await world.ingest(world.event("", { sender }));
      const claim = await world.claimOne();
      assert.notEqual(claim.contact.id, ani.id);
      const found = await world.run(world.records.findContact("telegram", user("A")));
      assert.equal(found?.id, claim.contact.id);
      assert.equal(await world.run(world.records.findContact("telegram", user("B"))), undefined);
    },
  },
  {
    name: "one person has one conversation with each account, also when first met twice at once",
    async run(world) {
      const events = Array.from({ length: 5 }, () => world.event("ani"));
      await world.run(Promise.all(events.map((event) => world.store.ingest([event]))));
      assert.equal((await world.claimOne()).events.length, 5);
      const all = await world.run(world.records.conversations(10));
      assert.equal(all.length, 1);
      const its = all[0] && (await world.run(world.records.conversationsOf(all[0].contact)));
      assert.deepEqual(its, all);
    },
  },
  {
    name: "what is queued follows the person to the new address",
    async run(world) {
      const sender: Sender = { scope: "whatsapp", addresses: [phone("1")] };
      await world.ingest(world.event("", { sender }));
      await world.commit(await world.claimOne(), { sends: [sendOf("a:1")] });
      const changed: Sender = {
        scope: "whatsapp",
        addresses: [phone("2")],
        previous: [phone("1")],
      };
      await world.ingest(
        world.event("", { sender: changed, body: { kind: "identity", sender: changed } }),
      );
      assert.deepEqual((await world.sendOne()).to, [phone("2")]);
      assert.equal(only((await world.claimOne()).events, "event").body.kind, "identity");
    },
  },
  {
    name: "the names of a first message are the contact's",
    async run(world) {
      const sender = {
        scope: "whatsapp",
        addresses: [user("A")],
        name: "Ani \0 🙂",
        username: "ani",
      };
      await world.ingest(world.event("", { sender }));
      const { contact } = await world.claimOne();
      assert.deepEqual([contact.name, contact.username], ["Ani \0 🙂", "ani"]);
    },
  },
  {
    name: "whoever was left without an address is found by what was theirs, and erased with who has it",
    async run(world) {
      const { records } = world;
      const byPhone = await meet(world, [phone("1")]);
      const other = await meet(world, [user("B"), phone("2")]);
      const ani = await meet(world, [user("A")]);
      await meet(world, [user("A"), phone("1")]);
      const idsOf = (found: readonly { readonly id: string }[]) => found.map(({ id }) => id);
      assert.deepEqual(idsOf(await world.run(records.contactsAt("1"))), [ani.id, byPhone.id]);
      assert.deepEqual(idsOf(await world.run(records.strandedBehind(ani.id))), [byPhone.id]);
      assert.deepEqual(await world.run(records.strandedBehind(byPhone.id)), []);
      // The phone goes to somebody else: who had it first has been Ani, not them.
      await meet(world, [user("B"), phone("1")]);
      assert.deepEqual(await world.run(records.strandedBehind(other.id)), []);
      assert.deepEqual(idsOf(await world.run(records.contactsAt("A"))), [ani.id]);
      assert.equal(await world.run(records.eraseContact(ani.id)), true);
      assert.deepEqual(idsOf(await world.run(records.contacts(undefined, 10))), [other.id]);
      assert.equal(await world.run(records.contact(byPhone.id)), undefined);
    },
  },
  {
    name: "STOP outlives an erasure under every address, until START",
    async run(world) {
      await world.ingest(
        world.event("", { sender: { scope: "whatsapp", addresses: [user("A"), phone("1")] } }),
      );
      const claim = await world.claimOne();
      const stop = { kind: "stopped", at: world.now } as const;
      await world.commit(claim, { contact: { stop } });
      await world.run(world.records.eraseContact(claim.contact.id));
      for (const address of [phone("1"), user("A")]) {
        const again = await meet(world, [address]);
        assert.notEqual(again.id, claim.contact.id);
        assert.equal(again.stoppedAt, stop.at);
      }
      await world.ingest(
        world.event("", { sender: { scope: "whatsapp", addresses: [phone("1")] } }),
      );
      const back = await world.claimOne();
      await world.commit(back, { contact: { stop: { kind: "started", at: world.now } } });
      await world.run(world.records.eraseContact(back.contact.id));
      assert.equal((await meet(world, [phone("1")])).stoppedAt, undefined);
    },
  },
  {
    name: "the STOP of somebody known by phone alone goes with the phone, and a newer START ends it",
    async run(world) {
      const stoppedAt = world.now;
      const yes = { purpose: "marketing", answer: "yes", at: stoppedAt } as const;
      const ani = await meet(world, [user("A")]);
      const line = { ...yes, contact: ani.id, wording: "May we?", source: "api" };
      await world.run(world.records.appendConsent(line));
      await say(world, [phone("1")], "stopped");
      await world.pass(1_000);
      const both = await meet(world, [user("A"), phone("1")]);
      assert.deepEqual([both.id, both.stoppedAt], [ani.id, stoppedAt]);
      assert.equal(both.consents?.["marketing"]?.answer, "no", "STOP takes a yes back");
      await say(world, [user("A")], "started");
      await world.pass(1_000);
      // The phone again, by way of somebody who got it meanwhile.
      await meet(world, [user("B"), phone("1")]);
      assert.equal((await meet(world, [user("A"), phone("1")])).stoppedAt, undefined);
    },
  },
  {
    name: "what somebody known by phone alone refused goes with the phone, a block too; a newer yes stays",
    async run(world) {
      const at = world.now;
      const refuse = async (value: string, purpose: string) => {
        const { id: contact } = await meet(world, [phone(value)]);
        const line = { purpose, answer: "no", at, wording: "No", source: "api" } as const;
        await world.run(world.records.appendConsent({ ...line, contact }));
      };
      for (const purpose of ["offers", "surveys", admittedPurpose]) await refuse("1", purpose);
      await world.pass(1_000);
      const ani = await meet(world, [user("A")]);
      const yes = { purpose: "surveys", answer: "yes", at: world.now, wording: "Ok" } as const;
      await world.run(world.records.appendConsent({ ...yes, contact: ani.id, source: "api" }));
      const both = await meet(world, [user("A"), phone("1")]);
      assert.equal(both.id, ani.id);
      const said = ["offers", "surveys", admittedPurpose].map(
        (name) => both.consents?.[name]?.answer,
      );
      assert.deepEqual(said, ["no", "yes", "no"]);
      const budi = await meet(world, [user("B")]);
      const moved = await meet(world, [user("B"), phone("1")]);
      assert.deepEqual([moved.id, moved.consents], [budi.id, undefined], "a recycled phone");
    },
  },
  {
    name: "the STOP of somebody who was erased reaches who turns out to have had their address",
    async run(world) {
      const stoppedAt = world.now;
      for (const value of ["1", "2"]) {
        const { id } = await say(world, [phone(value)], "stopped");
        await world.run(world.records.eraseContact(id));
      }
      await world.pass(1_000);
      const ani = await meet(world, [user("A")]);
      assert.equal(ani.stoppedAt, undefined);
      assert.equal((await meet(world, [user("A"), phone("1")])).stoppedAt, stoppedAt);
      await say(world, [user("A")], "started");
      assert.equal((await meet(world, [user("A")], [phone("2")])).stoppedAt, undefined);
      const budi = await meet(world, [user("B")]);
      const moved = await meet(world, [user("B"), phone("3")], [phone("2")]);
      assert.deepEqual([moved.id, moved.stoppedAt], [budi.id, stoppedAt]);
    },
  },
  {
    name: "what still comes of the conversation of somebody who was erased is not kept",
    async run(world) {
      const ani = await meet(world, [user("A")]);
      const { records } = world;
      const { id: conversation } = only(await world.run(records.conversationsOf(ani.id)), "talk");
      await world.run(records.eraseContact(ani.id));
      const body = { kind: "signal", name: "moved", data: { street: "Jalan Kopi 1" } } as const;
      const late = world.event("", { conversation, body });
      assert.deepEqual(await world.ingest(late), ["new"]);
      assert.deepEqual(await world.ingest(late), ["duplicate"]);
      assert.deepEqual(await world.run(records.events({ limit: 9 })), []);
    },
  },
  {
    name: "a recycled phone brings no STOP from who has an anchor of their own, and ends none",
    async run(world) {
      const ani = await say(world, [user("A"), phone("1")], "stopped");
      await meet(world, [user("B")]);
      const budi = await meet(world, [user("B"), phone("1")]);
      assert.equal(budi.stoppedAt, undefined);
      await say(world, [user("B")], "started");
      assert.notEqual((await meet(world, [user("A")])).stoppedAt, undefined);
      await world.run(world.records.eraseContact(ani.id));
      assert.notEqual((await meet(world, [user("A")])).stoppedAt, undefined);
    },
  },
];

/** STOP or START of whoever has these addresses; gives who they are. */
async function say(world: StoreWorld, addresses: readonly Address[], kind: "stopped" | "started") {
  await world.ingest(world.event("", { sender: { scope: "whatsapp", addresses } }));
  const claim = await world.claimOne();
  await world.commit(claim, { contact: { stop: { kind, at: world.now } } });
  return claim.contact;
}
