import assert from "node:assert/strict";
import { accountId } from "#core/lib/ids.ts";
import { hourMs, later } from "#core/lib/millis.ts";
import { conversationOwner } from "#core/model/ops.ts";
import { planOf, type StoreCheck } from "./store-conformance-world.ts";

/** What operators' commands rely on. */
export const storeOpsChecks: readonly StoreCheck[] = [
  {
    name: "what a command changes is written whole, once for each code, and survives a crash",
    async run(world) {
      const { now } = world;
      const pending = { owner: "shell", code: "0421", command: "set", input: { a: ["☕"] } };
      const asked = { ...pending, askedAt: now, expiresAt: later(now, 9), misses: 1 };
      const settle = { owner: "shell", code: "0421" };
      const audit = [{ at: now, who: "rani", what: "command.confirmed", data: { command: "set" } }];
      const set = { key: "limits.contact", value: "30/min", by: "rani", at: now };
      const paused = { ...set, key: "paused", value: "yes" };
      const change = { audit, settings: [set, paused], settle };
      assert.equal(await world.run(world.records.changeOps(change)), false);
      assert.deepEqual(await world.run(world.records.settingOverrides()), []);
      assert.equal(await world.run(world.records.changeOps({ audit: [], ask: asked })), true);
      await world.reopen("crash");
      assert.deepEqual(await world.run(world.records.pendingCommand("shell")), asked);
      assert.equal(await world.run(world.records.pendingCommand("other")), undefined);
      assert.equal(await world.run(world.records.changeOps(change)), true);
      assert.equal(await world.run(world.records.changeOps(change)), false);
      await world.reopen("crash");
      assert.deepEqual(await world.run(world.records.settingOverrides()), [set, paused]);
      assert.deepEqual(await world.run(world.records.audit(9)), audit);
      const back = [{ ...paused, value: undefined }];
      assert.equal(await world.run(world.records.changeOps({ audit: [], settings: back })), true);
      assert.deepEqual(await world.run(world.records.settingOverrides()), [set]);
    },
  },
  {
    name: "a command that waits is forgotten after its time, and with its chat",
    async run(world) {
      const { records } = world;
      const ask = async (owner: string, expiresAt = later(world.now, 5 * hourMs)) => {
        const input = { person: "628120000001" };
        const pending = { owner, code: "0421", command: "consent grant", input, misses: 0 };
        const asked = { ...pending, askedAt: world.now, expiresAt };
        await world.run(records.changeOps({ audit: [], ask: asked }));
      };
      const owners = async (...names: readonly string[]) => {
        const found = await Promise.all(
          names.map((name) => world.run(records.pendingCommand(name))),
        );
        return found.flatMap((pending) => (pending === undefined ? [] : [pending.owner]));
      };
      await ask("first", later(world.now, 9));
      await world.pass(hourMs + 10);
      await ask("second");
      assert.deepEqual(await owners("first", "second"), ["second"]);
      const { conversation, contact } = await world.turn("ani");
      const chat = conversationOwner(conversation.id);
      await ask("third", later(world.now, 9));
      await ask(chat);
      await world.pass(hourMs + 10);
      assert.equal(await world.run(records.eraseContact(contact.id)), true);
      assert.deepEqual(await owners("second", "third", chat), ["second"]);
    },
  },
  {
    name: "a turn's command is written with the turn, or not at all",
    async run(world) {
      const audit = [{ at: world.now, who: "rani", what: "command.confirmed" }];
      const set = { key: "paused", value: "yes", by: "rani", at: world.now };
      const ops = { audit, settings: [set] };
      await world.ingest(world.event("ani"));
      const claim = await world.claimOne();
      await world.pass(world.harness.leaseMs + 1);
      const newer = await world.claimOne();
      assert.equal(await world.commit(claim, { ...planOf(claim), ops }), "fenced");
      assert.deepEqual(await world.run(world.records.settingOverrides()), []);
      assert.equal(await world.commit(newer, { ...planOf(newer), ops }), "ok");
      assert.deepEqual(await world.run(world.records.settingOverrides()), [set]);
      assert.deepEqual(await world.run(world.records.audit(9)), audit);
    },
  },
  {
    name: "what is known of templates is replaced by account, name and language",
    async run(world) {
      const { records } = world;
      const promo = {
        account: accountId("shop"),
        name: "promo",
        language: "id",
        status: "approved",
        statusAt: world.now,
        editedAt: [world.now],
      } as const;
      const other = { ...promo, account: accountId("bar"), status: "disabled" } as const;
      const rejected = { ...promo, status: "rejected", reason: "SCAM", quality: "red" } as const;
      for (const record of [promo, other, rejected]) await world.run(records.putTemplate(record));
      assert.deepEqual(await world.run(records.templates()), [other, rejected]);
    },
  },
];
