import { describe, expect, test } from "bun:test";
import { createBroadcastDesk } from "#core/engine/broadcasts/broadcast-desk.ts";
import type { EngineSettings } from "#core/engine/settings.ts";
import { settings, startWorld, type World } from "#core/engine/testing/world.ts";
import { readBroadcast } from "#core/flow/broadcast/read-broadcast.ts";
import { openCatalog } from "#core/flow/catalog.ts";
import { accountId } from "#core/lib/ids.ts";
import { hourMs, later, secondMs } from "#core/lib/millis.ts";
import type { PurposeRule } from "#core/model/consent.ts";
import type { TemplateNews } from "#core/model/template.ts";
import { createTemplateBook } from "./template-book.ts";

const shop = accountId("shop");
const owner = { kind: "user_id", value: "ID.1" } as const;
const flow = `
flow: promo
format: 1
triggers: [{ message: hi }]
steps:
  - template: { name: promo, language: en }
`;

/** A bot whose only person is its owner, too: the window is open, so that notices go. */
async function open(): Promise<{
  readonly world: World;
  readonly own: EngineSettings;
  readonly hear: (news: TemplateNews, key: string) => Promise<number>;
}> {
  const book = createTemplateBook([]);
  const rule: PurposeRule = { basis: "notice", expiresMs: undefined, needs: undefined };
  const consent = { ...settings.consent, purposes: new Map([["service", rule]]) };
  const own = { ...settings, consent, templates: book };
  const world = await startWorld({
    flows: [{ file: "promo.flow.yaml", text: flow }],
    openDesk: () => ({
      settings: own,
      templates: { book, owners: [owner] },
    }),
  });
  return {
    world,
    own,
    hear: (template: TemplateNews, key: string) =>
      world.happen({ kind: "account", field: "template", value: {}, template }, key),
  };
}

const blocked = async (world: World) => {
  const sends = await world.open.store.records.sends({ state: "blocked", limit: 9 });
  return sends.map(({ reason }) => reason);
};

describe("a template that the network has paused", () => {
  test("is not sent while the pause lasts, and its owner is told once", async () => {
    const { world, hear } = await open();
    await world.hear("hi");
    expect(world.said).toEqual(["[promo]"]);
    const untilAt = later(world.clock.now(), 3 * hourMs);
    const paused = { name: "promo", language: "en", status: "paused", untilAt } as const;
    expect(await hear({ ...paused, reason: "LOW" }, "paused")).toBe(200);
    await world.clock.advance(10 * secondMs);
    expect(world.said.slice(1)).toEqual([
      'The template "promo" (en) is paused because people did not like it. It is not sent until the pause is over: send it less, or make it better.\nLOW',
    ]);
    expect(await hear({ ...paused, reason: "LOW" }, "paused")).toBe(200);
    await world.clock.advance(10 * secondMs);
    expect(world.said.length).toBe(2);
    await world.hear("hi");
    expect(world.said.length).toBe(2);
    expect(await blocked(world)).toEqual(["template-paused"]);
    expect(await world.open.store.records.templates()).toEqual([
      {
        account: shop,
        name: "promo",
        language: "en",
        status: "paused",
        statusAt: expect.any(Number),
        reason: "LOW",
        untilAt,
        editedAt: [],
      },
    ]);
    await world.clock.advance(3 * hourMs);
    await world.hear("hi");
    expect(world.said.at(-1)).toBe("[promo]");
  });

  test("goes again when the network says so", async () => {
    const { world, hear } = await open();
    await hear({ name: "promo", language: "en", status: "disabled" }, "disabled");
    await world.hear("hi");
    expect(await blocked(world)).toContain("template-disabled");
    await hear({ name: "promo", language: "en", status: "approved" }, "approved");
    await world.hear("hi");
    expect(world.said.at(-1)).toBe("[promo]");
  });

  test("holds a broadcast of it, which says so before it is started", async () => {
    const { world, own, hear } = await open();
    await world.hear("hello");
    await hear({ name: "promo", language: "en", status: "rejected" }, "rejected");
    const file = "big.yaml";
    const text = `broadcast: big\nformat: 1\npurpose: service\nmessage: { template: { name: promo, language: en } }\n`;
    const desk = createBroadcastDesk({
      records: world.open.store.records,
      channels: new Map([[shop, world.channel]]),
      settings: own,
      seed: () => 1,
      check: (source) => Promise.resolve(readBroadcast(source, openCatalog)),
      onChange: () => world.engine.onBroadcasts(),
      clock: world.clock,
    });
    const settled = async <T>(work: Promise<T>) => {
      await world.clock.settle();
      return await work;
    };
    const plan = await settled(desk.plan({ file, text }));
    expect(plan).toMatchObject({
      messages: 0,
      refused: [{ reason: "template-rejected", count: 1 }],
    });
    await settled(desk.start({ file, text }, "Rani"));
    await world.clock.advance(5 * secondMs);
    // Its people are not written off: it waits until the template may go again.
    expect((await settled(desk.status("big"))).broadcast).toMatchObject({
      state: "paused",
      reason: "The network has rejected the template.",
      audience: 0,
    });
    await hear({ name: "promo", language: "en", status: "approved" }, "approved");
    await settled(desk.resume("big", "Rani"));
    await world.clock.advance(5 * secondMs);
    expect(world.said.at(-1)).toBe("[promo]");
  });
});
