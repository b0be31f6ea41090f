import { describe, expect, test } from "bun:test";
import { hourMs, minuteMs } from "#core/lib/millis.ts";
import { startAt, startWorld, type World } from "./testing/world.ts";

// The world begins on Friday 15 January 2027 at 15:00 in Jakarta.
const join = {
  file: "join.flow.yaml",
  text: `flow: join
format: 1
triggers: [{ message: join }]
steps:
  - set: { contact.tags: "contact.tags + ['vip']" }
`,
};
const ask = {
  file: "ask.flow.yaml",
  text: `flow: ask
format: 1
triggers: [{ message: ask }]
steps:
  - ask: Who?
    id: who
`,
};
const daily = (schedule = "30 16 * * *") => ({
  file: "daily.flow.yaml",
  text: `flow: daily
format: 1
triggers:
  - { schedule: "${schedule}", audience: "'vip' in contact.tags" }
steps:
  - template: { name: daily, language: en, body: ["{{ contact.name }}"] }
`,
});

async function skips(world: World): Promise<number> {
  const lines = await world.open.store.records.audit(50);
  return lines.filter(({ what }) => what === "schedule.skipped").length;
}

describe("a schedule", () => {
  test("starts its flow for everybody in its audience, at each of its moments", async () => {
    const world = await startWorld({ flows: [join, daily()] });
    await world.hear("hello");
    await world.clock.advance(2 * hourMs);
    expect(world.channel.sent.length).toBe(0);
    await world.hear("join");
    await world.clock.advance(48 * hourMs);
    expect(world.channel.sent.map(({ message }) => message.kind)).toEqual(["template", "template"]);
  });

  test("does so on the minute", async () => {
    const world = await startWorld({ flows: [join, daily()] });
    await world.hear("join");
    await world.clock.advance(90 * minuteMs - 1_000);
    expect(world.channel.sent.length).toBe(0);
    await world.clock.advance(2_000);
    expect(world.channel.sent.length).toBe(1);
  });

  test("leaves out who said STOP, and waits behind an open question", async () => {
    const world = await startWorld({ flows: [join, ask, daily()] });
    await world.hear("join");
    await world.hear("ask");
    await world.clock.advance(2 * hourMs);
    expect(world.channel.sent.length).toBe(1);
    await world.hear("Sari");
    expect(world.channel.sent.length).toBe(2);
    await world.hear("stop");
    await world.clock.advance(48 * hourMs);
    expect(world.channel.sent.length).toBe(3);
    const events = await world.open.store.records.events({ kind: "schedule", limit: 50 });
    expect(events.length).toBe(1);
  });

  test("that was missed by less than an hour runs once", async () => {
    const world = await startWorld({ flows: [join, daily("*/20 16 * * *")] });
    await world.hear("join");
    await stopFor(world, 100 * minuteMs);
    expect(world.channel.sent.length).toBe(1);
    await world.clock.advance(hourMs);
    expect(world.channel.sent.length).toBe(1);
    expect(await skips(world)).toBe(0);
  });

  test("that was missed by more is recorded as skipped", async () => {
    const world = await startWorld({ flows: [join, daily()] });
    await world.hear("join");
    await stopFor(world, 3 * hourMs);
    expect(world.channel.sent.length).toBe(0);
    expect(await skips(world)).toBe(1);
    await world.clock.advance(24 * hourMs);
    expect(world.channel.sent.length).toBe(1);
  });

  test("that was cut off goes on, with the accounts that there still are", async () => {
    const world = await startWorld({ flows: [join, daily()] });
    await world.hear("join");
    await cutOff(world, "a-shop-that-is-gone", 91 * minuteMs, 30 * minuteMs);
    expect(world.channel.sent.length).toBe(1);
    expect(await skips(world)).toBe(0);
  });

  test("that was cut off more than an hour ago does not go on, and that is recorded", async () => {
    const world = await startWorld({ flows: [join, daily()] });
    await world.hear("join");
    await cutOff(world, "shop", 91 * minuteMs, 2 * hourMs);
    expect(world.channel.sent.length).toBe(0);
    expect(await skips(world)).toBe(1);
    await world.clock.advance(24 * hourMs);
    expect(world.channel.sent.length).toBe(1);
  });

  test("fires once, however often the process begins again", async () => {
    const world = await startWorld({ flows: [join, daily()] });
    await world.hear("join");
    await world.clock.advance(91 * minuteMs);
    for (let count = 0; count < 3; count += 1) await world.restart();
    await world.clock.advance(hourMs);
    expect(world.channel.sent.length).toBe(1);
  });
});

/** The process is gone while time passes. */
async function stopFor(world: World, ms: number): Promise<void> {
  world.open.store.abandon();
  await world.clock.advance(ms);
  await world.restart();
  await world.clock.advance(1_000);
}

/** The process dies at half past four, in the middle of a schedule, and comes back `downMs` later. */
async function cutOff(world: World, account: string, dueMs: number, downMs: number): Promise<void> {
  world.open.store.abandon();
  const dueAt = world.clock.now() + dueMs - minuteMs;
  await world.clock.advance(dueMs + downMs);
  world.reopen();
  const state = { doneAt: startAt, running: { dueAt, account } };
  const writing = world.open.store.records.setPluginValue(
    "sapa",
    "schedule:daily:30 16 * * *",
    state,
  );
  await world.clock.settle();
  await writing;
  await world.start();
  await world.clock.advance(minuteMs);
}
