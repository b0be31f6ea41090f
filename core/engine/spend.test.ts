import { expect, test } from "bun:test";
import { effectId } from "#core/lib/ids.ts";
import { dayMs, later, secondMs } from "#core/lib/millis.ts";
import { costOf, readSpend, type SpendKind, sumSpend } from "./queries/read-spend.ts";
import { startWorld, type World } from "./testing/world.ts";

async function startPriced(): Promise<World> {
  const world = await startWorld();
  world.channel.prices = {
    most: () => 10_000,
    told: ({ price }) => (typeof price?.["microUsd"] === "number" ? price["microUsd"] : undefined),
  };
  return world;
}

async function spent(world: World, by: SpendKind, sinceMs: number) {
  const now = world.clock.now();
  const question = {
    by,
    from: later(now, -sinceMs),
    until: later(now, 1),
    timeZone: "Asia/Jakarta",
  };
  return await readSpend(world.open.store.records, question);
}

test("what messages came to by their receipts is added up by account, person, flow and day", async () => {
  const world = await startPriced();
  await world.hear("daftar");
  await world.tell(0, "sent", undefined, undefined, { microUsd: 2_500 });
  await world.tell(0, "delivered", undefined, undefined, { microUsd: 2_500 });
  await world.clock.advance(dayMs);
  await world.hear("kopi");
  await world.tell(1, "sent", undefined, undefined, { microUsd: 0 });
  await world.hear("2");
  await world.clock.advance(secondMs);
  const [conversation] = await world.open.store.records.conversations(1);
  if (conversation === undefined) throw new Error("nobody");
  const { records } = world.open.store;
  const usageAt = world.clock.now();
  const putting = records.putAiUsage({
    at: usageAt,
    day: "2027-01-16",
    account: conversation.account,
    conversation: conversation.id,
    flow: "order",
    effect: effectId("run:1"),
    provider: "cepat",
    model: "m",
    outcome: "answered",
    inputTokens: 7,
    cachedTokens: 0,
    outputTokens: 3,
    costMicroUsd: 40,
    isTold: true,
    ms: 1,
  });
  await world.clock.settle();
  await putting;
  const [account] = await spent(world, "account", 2 * dayMs);
  expect(account).toEqual({
    key: "shop",
    messages: 3,
    free: 1,
    untold: 1,
    messageMicroUsd: 2_500,
    calls: 1,
    tokens: 10,
    aiMicroUsd: 40,
  });
  const flows = await spent(world, "flow", 2 * dayMs);
  expect(flows.map((line) => [line.key, line.messages, costOf(line)])).toEqual([
    ["menu", 1, 2_500],
    ["order", 2, 40],
  ]);
  const [contact] = await spent(world, "contact", 2 * dayMs);
  expect(contact).toMatchObject({ key: conversation.contact, messages: 3 });
  const providers = await spent(world, "provider", 2 * dayMs);
  expect(providers.map((line) => [line.key, costOf(line)])).toEqual([
    ["", 2_500],
    ["cepat", 40],
  ]);
  const days = await spent(world, "day", 2 * dayMs);
  expect(days.map((line) => [line.key, line.messages])).toEqual([
    ["2027-01-15", 1],
    ["2027-01-16", 2],
  ]);
  for (const by of ["flow", "contact", "provider", "day"] as const) {
    const sum = { ...sumSpend(await spent(world, by, 2 * dayMs)), key: "shop" };
    expect(sum).toEqual(account ?? sum);
  }
  expect(await spent(world, "account", 5 * secondMs)).toMatchObject([
    { messages: 2, aiMicroUsd: 40 },
  ]);
});

test("what never arrives costs nothing", async () => {
  const world = await startPriced();
  const error = { code: "X", title: "x", meaning: "x", action: "x" };
  await world.hear("daftar");
  await world.tell(0, "sent", undefined, undefined, { microUsd: 900 });
  await world.tell(0, "failed", error);
  const [line] = await spent(world, "account", dayMs);
  expect(line).toMatchObject({ messages: 1, free: 1, messageMicroUsd: 0 });
});
