import { describe, expect, test } from "bun:test";
import { dayMs, hourMs } from "#core/lib/millis.ts";
import type { Budget } from "#core/model/budget.ts";
import type { Sender } from "#core/model/identity.ts";
import type { ChannelPrices } from "#core/model/ports/channel.ts";
import { settings, startWorld, type World } from "./testing/world.ts";

/** A message costs a cent at most, and what its receipt tells. */
const prices: ChannelPrices = {
  most: () => 10_000,
  told: ({ price }) => (typeof price?.["microUsd"] === "number" ? price["microUsd"] : undefined),
};
/** So that the pace of the pair never speaks first. */
const pairMs = 6_000;
type Budgets = NonNullable<(typeof settings)["limits"]["budget"]>;

const none: Budgets = { contact: [], account: [], flows: {} };

async function startPriced(bounds: Partial<Budgets>): Promise<World> {
  const budget = { ...none, ...bounds };
  const contact = { count: 99, periodMs: 1_000 };
  const limits = { ...settings.limits, contact, loop: undefined, budget };
  const flows = [
    {
      file: "hi.flow.yaml",
      text: "flow: hi\nformat: 1\ntriggers: [{ message: hi }]\nsteps: [{ say: hi }]\n",
    },
    {
      file: "ho.flow.yaml",
      text: "flow: ho\nformat: 1\ntriggers: [{ message: ho }]\nsteps: [{ say: ho }]\n",
    },
  ];
  const world = await startWorld({ flows, settings: { ...settings, limits } });
  world.channel.prices = prices;
  return world;
}

const reasonsOf = async (world: World) => {
  const sends = await world.open.store.records.sends({ state: "blocked", limit: 500 });
  return sends.map(({ reason }) => reason);
};
const isRefusal = (text: string) => text.includes("I have reached my limit");

describe("a budget of five cents", () => {
  test("is never passed, stops before the send, and is told once, out of what it keeps back", async () => {
    const world = await startPriced({ contact: [{ microUsd: 50_000, period: "day" }] });
    for (let count = 0; count < 9; count += 1) await world.hear("hi");
    expect(world.said.filter((text) => text === "hi").length).toBe(4);
    expect(world.said.filter(isRefusal).length).toBe(1);
    expect(world.said.length).toBe(5);
    expect(await reasonsOf(world)).toEqual(Array(5).fill("contact-over-budget"));
    const reached = world.log.lines.filter(({ event }) => event === "budget.reached");
    expect(reached.length).toBe(1);
  });

  test("is told although the process dies as the message is held back", async () => {
    const world = await startPriced({ contact: [{ microUsd: 50_000, period: "day" }] });
    for (let count = 0; count < 4; count += 1) await world.hear("hi");
    const { store } = world.open.store;
    const ingest = store.ingest.bind(store);
    store.ingest = (events) =>
      events.some(({ body }) => body.kind === "over_budget")
        ? new Promise(() => undefined)
        : ingest(events);
    await world.hear("hi");
    await world.restart();
    await world.clock.advance(1_000);
    expect(world.said.filter(isRefusal).length).toBe(1);
  });

  test("holds after a restart, and begins anew with the next day of the business", async () => {
    const world = await startPriced({ contact: [{ microUsd: 50_000, period: "day" }] });
    for (let count = 0; count < 5; count += 1) await world.hear("hi");
    await world.restart();
    await world.hear("hi");
    expect(world.said.length).toBe(5);
    await world.clock.advance(dayMs);
    await world.hear("hi");
    expect(world.said.length).toBe(6);
  });

  test("counts what receipts tell in place of the most that it could have been", async () => {
    const world = await startPriced({ contact: [{ microUsd: 50_000, period: "month" }] });
    for (let count = 0; count < 30; count += 1) {
      await world.hear("hi");
      await world.clock.advance(pairMs);
      await world.tell(count, "sent", undefined, undefined, { microUsd: 0 });
    }
    expect(world.said.length).toBe(30);
  });

  test("is given back what was refused, and what never arrived", async () => {
    const world = await startPriced({ contact: [{ microUsd: 50_000, period: "month" }] });
    const error = { code: "X", title: "x", meaning: "x", action: "x" };
    for (let count = 0; count < 6; count += 1) {
      world.channel.answers.push({ kind: "rejected", error, effect: "none" });
      await world.hear("hi");
      await world.clock.advance(pairMs);
    }
    for (let count = 6; count < 12; count += 1) {
      await world.hear("hi");
      await world.clock.advance(pairMs);
      await world.tell(count, "failed", error);
    }
    for (let count = 0; count < 4; count += 1) await world.hear("hi");
    expect(world.said.filter((text) => text === "hi").length).toBe(16);
    await world.hear("hi");
    expect(world.said.filter(isRefusal).length).toBe(1);
  });

  test("of an account holds while fifty conversations send beside each other", async () => {
    const world = await startPriced({ account: [{ microUsd: 50_000, period: "day" }] });
    const hearing = Array.from({ length: 50 }, (_, index) => {
      const sender: Sender = {
        scope: "test",
        addresses: [{ kind: "user_id", value: `ID.${index}` }],
        name: "x",
      };
      return world.take({ kind: "text", id: `p${index}`, text: "hi" }, undefined, sender);
    });
    await world.clock.advance(hourMs);
    await Promise.all(hearing);
    expect(world.channel.sent.length).toBe(5);
    const reasons = await reasonsOf(world);
    // Fifty answers, four of which went; fifty words about it, one of which did.
    expect(reasons.length).toBe(46 + 45);
    expect(new Set(reasons)).toEqual(new Set(["account-over-budget"]));
  });

  test("lets the confirmation of STOP go from what it keeps back", async () => {
    const world = await startPriced({ contact: [{ microUsd: 20_000, period: "day" }] });
    await world.hear("hi");
    await world.hear("stop");
    expect(world.said.at(-1)).toContain("not get any more messages");
    expect(world.said.length).toBe(2);
  });

  test("of the day and one of the month hold both, and the person is told which is used up", async () => {
    const budgets = { contact: [day(50_000), month(70_000)] };
    const world = await startPriced(budgets);
    for (let count = 0; count < 5; count += 1) await world.hear("hi");
    expect(world.said.filter((text) => text === "hi").length).toBe(4);
    expect(world.said.at(-1)).toContain("for today");
    await world.clock.advance(dayMs);
    for (let count = 0; count < 5; count += 1) await world.hear("hi");
    // Five cents of the seven are gone, and the last is kept for the word that they are.
    expect(world.said.filter((text) => text === "hi").length).toBe(5);
    expect(world.said.at(-1)).toContain("for this month");
  });

  test("of a flow stops that flow alone, and one of every other flow is each one's own", async () => {
    const world = await startPriced({ flows: { hi: [day(30_000)], "*": [day(50_000)] } });
    for (let count = 0; count < 6; count += 1) await world.hear("hi");
    for (let count = 0; count < 6; count += 1) await world.hear("ho");
    expect(world.said.filter((text) => text === "hi").length).toBe(2);
    expect(world.said.filter((text) => text === "ho").length).toBe(4);
    expect(new Set(await reasonsOf(world))).toEqual(new Set(["flow-over-budget"]));
    expect(world.said.filter(isRefusal).length).toBe(1);
  });
});

const day = (microUsd: number): Budget => ({ microUsd, period: "day" });
const month = (microUsd: number): Budget => ({ microUsd, period: "month" });

test.each([
  ["budget", "I have reached my limit"],
  ["server", "something went wrong"],
])(
  "an AI that is not asked because of %s, and a flow that says nothing to it: %s",
  async (code, words) => {
    const flows = [
      {
        file: "tell.flow.yaml",
        text: "flow: tell\nformat: 1\ntriggers: [{ message: tell }]\nsteps:\n  - ai: { prompt: Tell me, scope: coffee }\n    id: told\n    say: true\n",
      },
    ];
    const runActivity = () =>
      Promise.resolve({ kind: "failed", code, message: "no", isFinal: true } as const);
    const world = await startWorld({ flows, runActivity });
    await world.hear("tell");
    await world.clock.advance(60_000);
    expect(world.said.at(-1)).toContain(words);
  },
);
