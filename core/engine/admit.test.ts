import { describe, expect, test } from "bun:test";
import { hourMs, minuteMs } from "#core/lib/millis.ts";
import { admittedPurpose } from "#core/model/consent.ts";
import type { Sender } from "#core/model/identity.ts";
import { settings, startWorld, type World } from "./testing/world.ts";

const personOf = (value: string): Sender => ({
  scope: "test",
  addresses: [
    { kind: "user_id", value },
    { kind: "phone", value: `6280${value.slice(3)}` },
  ],
  name: "x",
});
let count = 0;
async function write(world: World, value: string, text: string): Promise<readonly string[]> {
  const before = world.said.length;
  count += 1;
  await world.take({ kind: "text", id: `t${count}`, text }, undefined, personOf(value));
  await world.clock.advance(1_000);
  return world.said.slice(before);
}

describe("a bot that is for some people alone", () => {
  const allow = new Set(["ID.1", "62802"]);
  const start = () => startWorld({ settings: { ...settings, allow } });

  test("answers them, by id and by number, and nobody else", async () => {
    const world = await start();
    expect(await write(world, "ID.1", "daftar")).toEqual(["This is the menu."]);
    expect(await write(world, "ID.2", "daftar")).toEqual(["This is the menu."]);
    expect(await write(world, "ID.3", "daftar")).toEqual([]);
    const [event] = await world.open.store.records.events({ limit: 1, kind: "message" });
    expect(event).toMatchObject({ state: "ignored", reason: "admit:not-allowed" });
  });

  test("keeps what people of ours would send to others, with its reason", async () => {
    const world = await start();
    await write(world, "ID.3", "daftar");
    const sending = world.engine.queueSend({
      account: world.channel.account,
      to: personOf("ID.3"),
      message: { kind: "text", text: "Hi" },
      by: "Rani",
    });
    await world.clock.advance(1_000);
    await sending;
    expect(world.said).toEqual([]);
    const [send] = await world.open.store.records.sends({ state: "blocked", limit: 1 });
    expect(send?.reason).toBe("not-allowed");
  });
});

describe("somebody who is blocked while the bot is at work with them", () => {
  async function block(world: World): Promise<void> {
    const { records } = world.open.store;
    const [conversation] = await records.conversations(1);
    if (conversation === undefined) throw new Error("nobody");
    const at = world.clock.now();
    const line = { purpose: admittedPurpose, answer: "no", at, wording: "", source: "x" } as const;
    const blocking = records.appendConsent({ ...line, contact: conversation.contact });
    await world.clock.settle();
    await blocking;
  }

  test("gets nothing that was planned: the run ends when its time comes", async () => {
    const world = await startWorld();
    await write(world, "ID.1", "kopi");
    await write(world, "ID.1", "2");
    await block(world);
    await world.restart();
    await world.clock.advance(3 * hourMs);
    expect(world.said).not.toContain("Your coffee was two hours ago.");
    const [conversation] = await world.open.store.records.conversations(1);
    const runs = conversation && (await world.open.store.records.runs(conversation.id));
    expect(runs?.map(({ state }) => state)).toEqual(["cancelled"]);
  });

  test("gets nothing that waited for its pace", async () => {
    const pair = { everyMs: minuteMs, burst: 1 };
    const limits = { ...settings.limits, pair };
    const world = await startWorld({ settings: { ...settings, limits } });
    await write(world, "ID.1", "daftar");
    await write(world, "ID.1", "daftar");
    expect(world.said.length).toBe(1);
    await block(world);
    await world.clock.advance(10 * minuteMs);
    expect(world.said.length).toBe(1);
    const [send] = await world.open.store.records.sends({ state: "blocked", limit: 1 });
    expect(send?.reason).toBe("blocked");
  });
});
