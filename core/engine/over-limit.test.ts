import { describe, expect, test } from "bun:test";
import { minuteMs } from "#core/lib/millis.ts";
import { person, settings, startWorld, type World } from "./testing/world.ts";

const startOver = (over: "drop" | "queue" | "handoff"): Promise<World> =>
  startWorld({ settings: { ...settings, limits: { ...settings.limits, over } } });
const menus = (world: World) => world.said.filter((text) => text === "This is the menu.").length;

describe("messages over a person's limit of five a minute", () => {
  test("wait where they are queued, and are all answered in time", async () => {
    const world = await startOver("queue");
    for (let count = 0; count < 9; count += 1) await world.hear("daftar");
    expect(menus(world)).toBe(5);
    await world.restart();
    await world.clock.advance(minuteMs);
    expect(menus(world)).toBe(9);
    expect(await world.open.store.records.events({ state: "ignored", limit: 9 })).toEqual([]);
  });

  test("do not hold STOP back, however many wait", async () => {
    const world = await startOver("queue");
    for (let count = 0; count < 12; count += 1) await world.hear("daftar");
    await world.hear("stop");
    expect(world.said.at(-1)).toContain("not get any more messages");
    await world.clock.advance(10 * minuteMs);
    expect(menus(world)).toBe(5);
  });

  test("are refused beyond what may wait, so that a STOP is always seen", async () => {
    const world = await startOver("queue");
    for (let count = 0; count < 60; count += 1) await world.hear("daftar");
    const refused = await world.open.store.records.events({ state: "ignored", limit: 99 });
    expect(refused.length).toBeGreaterThan(20);
    await world.hear("stop");
    expect(world.said.at(-1)).toContain("not get any more messages");
  });

  test("that wait together are refused in one turn, none of them without a trace", async () => {
    const world = await startOver("drop");
    for (let count = 0; count < 5; count += 1) await world.hear("daftar");
    world.open.store.abandon();
    world.reopen();
    // They come in while nothing is handled: the new process has not begun.
    for (let count = 0; count < 30; count += 1) await world.hear("daftar");
    await world.start();
    const refused = await world.open.store.records.events({ state: "ignored", limit: 99 });
    expect(refused.map(({ reason }) => reason)).toEqual(Array(30).fill("limit:over-limit"));
    const [conversation] = await world.open.store.records.conversations(1);
    const id = conversation?.id;
    const history = id === undefined ? [] : await world.open.store.records.history(id, 99);
    expect(history.filter(({ what }) => what === "limit.reached").length).toBe(1);
    expect(menus(world)).toBe(5);
  });

  test("keep their order: what stands between them is not overtaken", async () => {
    const world = await startOver("drop");
    for (let count = 0; count < 5; count += 1) await world.hear("daftar");
    world.open.store.abandon();
    world.reopen();
    await world.hear("daftar");
    await world.take({ kind: "choice", id: "tap", choice: "tap", title: "Tap", source: "button" });
    await world.hear("daftar");
    await world.hear("daftar");
    await world.start();
    const [conversation] = await world.open.store.records.conversations(1);
    const id = conversation?.id;
    const history = id === undefined ? [] : await world.open.store.records.history(id, 99);
    expect(history.filter(({ what }) => what === "limit.reached").length).toBe(3);
    const refused = await world.open.store.records.events({ state: "ignored", limit: 99 });
    expect(refused.length).toBe(4);
  });

  test("give the conversation to a person where the bot says so, once", async () => {
    const world = await startOver("handoff");
    for (let count = 0; count < 9; count += 1) await world.hear("daftar");
    expect(menus(world)).toBe(5);
    expect(world.said.filter((text) => text.includes("A person will answer")).length).toBe(1);
    const [conversation] = await world.open.store.records.conversations(1);
    expect(conversation?.owner).toBe("human");
  });
});

test("a timer that falls due while a person answers is not spent by who writes too much", async () => {
  const reminder = {
    file: "reminder.flow.yaml",
    text: `
flow: reminder
format: 1
triggers: [{ message: remind }]
steps:
  - ask: What of?
    id: what
    timeout: 2m
    on_timeout: [{ say: Never mind. }]
`,
  };
  const own = { ...settings, limits: { ...settings.limits, over: "queue" } } as const;
  const world = await startWorld({ flows: [reminder], settings: own });
  await world.hear("remind");
  const echo = { kind: "echo", id: "e1", vendorKind: "text", text: "Hi", sender: person } as const;
  await world.happen(echo);
  await world.clock.advance(3 * minuteMs);
  for (let count = 0; count < 9; count += 1) await world.hear("hello");
  await world.happen({ kind: "operator", by: "Rani", act: { kind: "resume" } });
  await world.clock.advance(minuteMs);
  expect(world.said).toContain("Never mind.");
});
