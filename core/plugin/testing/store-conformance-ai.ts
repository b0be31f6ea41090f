import assert from "node:assert/strict";
import { conversationId, effectId } from "#core/lib/ids.ts";
import { later, toMillis } from "#core/lib/millis.ts";
import type { AiSpendBy, AiUsageRecord } from "#core/model/ai-usage.ts";
import type { Claim } from "#core/model/plan.ts";
import type { StoreCheck, StoreWorld } from "./store-conformance-world.ts";

function usageOf(world: StoreWorld, { conversation }: Claim, change: Partial<AiUsageRecord> = {}) {
  return {
    at: world.now,
    day: "2026-11-30",
    account: conversation.account,
    conversation: conversation.id,
    flow: "order",
    effect: effectId("run-1:1"),
    provider: "cepat",
    model: "gpt",
    outcome: "answered",
    inputTokens: 100,
    cachedTokens: 40,
    outputTokens: 20,
    costMicroUsd: 30,
    isTold: true,
    ms: 900,
    ...change,
  } satisfies AiUsageRecord;
}

/** Records one attempt of somebody's and lets a moment pass. */
async function spend(world: StoreWorld, claim: Claim, change: Partial<AiUsageRecord> = {}) {
  const record = usageOf(world, claim, change);
  assert.equal(await world.run(world.records.putAiUsage(record)), true);
  await world.pass(1);
  return record;
}

/** What `Records` promises of what AI was asked and cost. */
export const storeAiChecks: readonly StoreCheck[] = [
  {
    name: "what AI cost is recorded by attempt, listed newest first, and outlives a crash",
    async run(world) {
      const ani = await world.turn("ani");
      const budi = await world.turn("budi");
      const first = await spend(world, ani);
      const other = await spend(world, budi, { outcome: "failed", isTold: false });
      const second = await spend(world, ani, { flow: "" });
      await world.reopen("crash");
      const list = (filter: Parameters<typeof world.records.aiUsage>[0]) =>
        world.run(world.records.aiUsage(filter));
      assert.deepEqual(await list({ limit: 10 }), [second, other, first]);
      const { id: conversation, contact } = ani.conversation;
      assert.deepEqual(await list({ conversation, limit: 1 }), [second]);
      assert.deepEqual(await list({ contact, limit: 10 }), [second, first]);
      const nobody = usageOf(world, ani, { conversation: conversationId("nobody") });
      assert.equal(await world.run(world.records.putAiUsage(nobody)), false);
    },
  },
  {
    name: "what AI cost is added up by day, person, flow and provider, the dearest first",
    async run(world) {
      const ani = await world.turn("ani");
      const budi = await world.turn("budi");
      const from = world.now;
      await spend(world, ani);
      await spend(world, budi, { provider: "lokal", costMicroUsd: 0, day: "2026-12-01" });
      await spend(world, ani, { flow: "help", costMicroUsd: 50 });
      const until = world.now;
      await spend(world, ani, { costMicroUsd: 1_000 });
      const sums = async (by: AiSpendBy) => {
        const found = await world.run(world.records.aiSpend({ by, from, until, limit: 10 }));
        return found.map(({ key, calls, costMicroUsd }) => [key, calls, costMicroUsd]);
      };
      assert.deepEqual(await sums("provider"), [
        ["cepat", 2, 80],
        ["lokal", 1, 0],
      ]);
      assert.deepEqual(await sums("flow"), [
        ["help", 1, 50],
        ["order", 2, 30],
      ]);
      assert.deepEqual(await sums("day"), [
        ["2026-11-30", 2, 80],
        ["2026-12-01", 1, 0],
      ]);
      assert.deepEqual(await sums("contact"), [
        [ani.conversation.contact, 2, 80],
        [budi.conversation.contact, 1, 0],
      ]);
      const [total] = await world.run(
        world.records.aiSpend({ by: "account", from, until, limit: 10 }),
      );
      const { account } = ani.conversation;
      const sum = { calls: 3, inputTokens: 300, outputTokens: 60, costMicroUsd: 80 };
      assert.deepEqual(total, { key: account, ...sum });
    },
  },
  {
    name: "what the bot has AI do for itself is nobody's, is in the sums, and expires with the rest",
    async run(world) {
      const ani = await world.turn("ani");
      const from = world.now;
      const person = await spend(world, ani);
      const { conversation: _conversation, flow: _flow, effect: _effect, ...own } = person;
      const put = (change: Partial<typeof own>) =>
        world.run(world.records.putBotAiUsage({ ...own, at: world.now, ...change }));
      await put({ provider: "vektor", model: "embed", inputTokens: 900, costMicroUsd: 90 });
      await put({ costMicroUsd: 5 });
      await world.reopen("crash");
      await world.pass(1);
      const until = world.now;
      await put({ costMicroUsd: 1_000 });
      const sums = async (by: AiSpendBy, limit = 10) => {
        const found = await world.run(world.records.aiSpend({ by, from, until, limit }));
        return found.map(({ key, calls, inputTokens, costMicroUsd }) => [
          key,
          calls,
          inputTokens,
          costMicroUsd,
        ]);
      };
      assert.deepEqual(await sums("provider"), [
        ["vektor", 1, 900, 90],
        ["cepat", 2, 200, 35],
      ]);
      assert.deepEqual(await sums("provider", 1), [["vektor", 1, 900, 90]]);
      assert.deepEqual(await sums("flow"), [
        ["", 2, 1_000, 95],
        ["order", 1, 100, 30],
      ]);
      const { account, contact, id } = ani.conversation;
      assert.deepEqual(await sums("account"), [[account, 3, 1_100, 125]]);
      assert.deepEqual(await sums("day"), [["2026-11-30", 3, 1_100, 125]]);
      for (const [by, key] of [
        ["contact", contact],
        ["conversation", id],
      ] as const) {
        assert.deepEqual(await sums(by), [
          ["", 2, 1_000, 95],
          [key, 1, 100, 30],
        ]);
      }
      assert.deepEqual(await world.run(world.records.aiUsage({ limit: 10 })), [person]);
      assert.equal(await world.run(world.records.expireAi(until, 2)), 2);
      assert.equal(await world.run(world.records.expireAi(until, 2)), 1);
      assert.deepEqual(await sums("account"), []);
    },
  },
  {
    name: "a provider's thread belongs to one conversation, is replaced by a newer one, and forgotten",
    async run(world) {
      const { conversation } = await world.turn("ani");
      const { conversation: other } = await world.turn("budi");
      const put = (thread: string | undefined) =>
        world.run(world.records.putAiThread(conversation.id, "kantor", thread, world.now));
      await put("one");
      await put("two");
      await world.run(world.records.putAiThread(conversationId("nobody"), "k", "x", world.now));
      await world.reopen("crash");
      const read = (id: typeof conversation.id, provider: string) =>
        world.run(world.records.aiThread(id, provider));
      assert.equal(await read(conversation.id, "kantor"), "two");
      assert.equal(await read(conversation.id, "cepat"), undefined);
      assert.equal(await read(other.id, "kantor"), undefined);
      await put(undefined);
      assert.equal(await read(conversation.id, "kantor"), undefined);
    },
  },
  {
    name: "what AI knows of a person is exported and erased with them, and what is old expires",
    async run(world) {
      const { records } = world;
      const ani = await world.turn("ani");
      const budi = await world.turn("budi");
      const { id, contact } = ani.conversation;
      const first = await spend(world, ani);
      const other = await spend(world, budi);
      await world.run(records.putAiThread(id, "kantor", "one", world.now));
      const exported = await world.run(records.exportContact(contact));
      assert.deepEqual(exported?.aiUsage, [first]);
      assert.equal(await world.run(records.eraseContact(contact)), true);
      assert.deepEqual(await world.run(records.aiUsage({ limit: 10 })), [other]);
      assert.equal(await world.run(records.aiThread(id, "kantor")), undefined);
      await world.run(records.putAiThread(budi.conversation.id, "kantor", "b", toMillis(other.at)));
      assert.equal(await world.run(records.expireAi(other.at, 10)), 0);
      assert.equal(await world.run(records.expireAi(later(other.at, 1), 10)), 1);
      assert.deepEqual(await world.run(records.aiUsage({ limit: 10 })), []);
      assert.equal(await world.run(records.aiThread(budi.conversation.id, "kantor")), undefined);
    },
  },
];
