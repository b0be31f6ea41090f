import { describe, expect, test } from "bun:test";
import { dayMs, hourMs } from "#core/lib/millis.ts";
import { settings, startWorld, type World } from "./testing/world.ts";

const flow = `
flow: late
format: 1
triggers: [{ message: hi }]
steps:
  - say: hi
  - wait: { for: 30h }
    id: rest
  - say: one
  - say: two
`;

async function startLate(template?: string): Promise<World> {
  const window = { holdMs: 2 * dayMs, template };
  return await startWorld({
    flows: [{ file: "late.flow.yaml", text: flow }],
    settings: { ...settings, window, bot: { ...settings.bot, mergesTexts: false } },
  });
}
const reasonsOf = async (world: World) => {
  const sends = await world.open.store.records.sends({ state: "blocked", limit: 9 });
  return sends.map(({ reason }) => reason);
};

describe("what comes when the window is closed", () => {
  test("is held, and goes in its order before the answer when the person writes", async () => {
    const world = await startLate();
    await world.hear("hi");
    await world.clock.advance(31 * hourMs);
    expect(world.said).toEqual(["hi"]);
    expect(await reasonsOf(world)).toEqual(["window-closed", "window-closed"]);
    await world.restart();
    await world.hear("hi");
    expect(world.said).toEqual(["hi", "one", "two", "hi"]);
    await world.hear("hi");
    expect(world.said).toEqual(["hi", "one", "two", "hi", "hi"]);
  });

  test("has the person asked to write by one template for each closed window", async () => {
    const world = await startLate("lanjut");
    await world.hear("hi");
    await world.clock.advance(31 * hourMs);
    expect(world.said).toEqual(["hi", "[lanjut]"]);
    expect(world.channel.sent.at(-1)?.message).toEqual({
      kind: "template",
      name: "lanjut",
      language: "en",
    });
    await world.hear("hello");
    expect(world.said).toEqual(["hi", "[lanjut]", "one", "two"]);
  });

  test("has them asked although the process dies as the message is held back", async () => {
    const world = await startLate("lanjut");
    await world.hear("hi");
    // What is not in the commit of the block is never written.
    world.open.store.store.ingest = () => new Promise(() => undefined);
    await world.clock.advance(31 * hourMs);
    await world.restart();
    await world.clock.advance(1_000);
    expect(world.said).toEqual(["hi", "[lanjut]"]);
  });

  test("is left where the person writes later than it is held", async () => {
    const world = await startLate();
    await world.hear("hi");
    await world.clock.advance(31 * hourMs + 3 * dayMs);
    await world.hear("hello");
    expect(world.said).toEqual(["hi"]);
    expect(await reasonsOf(world)).toEqual(["window-closed", "window-closed"]);
  });

  test("never goes after a STOP, whatever is said later", async () => {
    const world = await startLate();
    await world.hear("hi");
    await world.clock.advance(31 * hourMs);
    await world.hear("stop");
    await world.hear("start");
    await world.clock.advance(25 * hourMs);
    await world.hear("hello");
    expect(world.said.filter((text) => text === "one" || text === "two")).toEqual([]);
  });
});
