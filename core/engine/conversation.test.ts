import { describe, expect, test } from "bun:test";
import { dayMs, hourMs, minuteMs, toMillis } from "#core/lib/millis.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import { person, settings, startAt, startWorld } from "./testing/world.ts";

describe("a conversation", () => {
  test("walks through its flow, timer included", async () => {
    const world = await startWorld();
    expect(await world.hear("kopi")).toBe(200);
    await world.hear("2");
    await world.clock.advance(2 * hourMs);
    expect(world.said).toEqual(["How many?", "2 it is.", "Your coffee was two hours ago."]);
    expect(world.engine.isIdle()).toBe(true);
  });

  test("takes a delivery once, however often it comes", async () => {
    const world = await startWorld();
    const message: MessageIn = { kind: "text", id: "same", text: "kopi" };
    for (let count = 0; count < 3; count += 1) expect(await world.take(message)).toBe(200);
    expect(world.said).toEqual(["How many?"]);
  });

  test("goes on after a restart in mid-question", async () => {
    const world = await startWorld();
    await world.hear("kopi");
    await world.restart();
    await world.hear("3");
    expect(world.said).toEqual(["How many?", "3 it is."]);
  });

  test("queues a second start of a flow with mode queue until the first has ended", async () => {
    const world = await startWorld();
    await world.hear("kopi");
    await world.hear("1");
    await world.hear("kopi");
    expect(world.said).toEqual(["How many?", "1 it is."]);
    await world.clock.advance(2 * hourMs);
    expect(world.said.slice(2)).toEqual(["Your coffee was two hours ago.", "How many?"]);
  });
});

describe("interrupts", () => {
  test("STOP ends everything, is confirmed once, and START begins again", async () => {
    const world = await startWorld();
    await world.hear("kopi");
    await world.hear("1");
    await world.hear("STOP!");
    await world.hear("stop");
    await world.hear("thanks");
    await world.clock.advance(3 * hourMs);
    expect(world.said.length).toBe(3);
    expect(world.said[2]).toContain("START");
    await world.hear("start");
    await world.hear("kopi");
    expect(world.said.slice(4)).toEqual(["How many?"]);
  });

  test("help answers and repeats the open question", async () => {
    const world = await startWorld();
    await world.hear("kopi");
    await world.hear("help");
    expect(world.said.length).toBe(3);
    expect(world.said[2]).toBe("How many?");
  });

  test("human silences the bot until START, or until the handoff is over", async () => {
    const world = await startWorld();
    await world.hear("human");
    expect(world.said[0]).toContain("within 2 hours");
    await world.hear("kopi");
    await world.hear("help");
    expect(world.said.length).toBe(1);
    await world.clock.advance(settings.handoffMs);
    await world.hear("kopi");
    expect(world.said[1]).toBe("How many?");
  });

  test("cancel and menu end the run; menu starts its flow", async () => {
    const world = await startWorld();
    await world.hear("kopi");
    await world.hear("batal");
    await world.hear("5");
    await world.hear("menu");
    expect(world.said[1]).toContain("Cancelled");
    expect(world.said.slice(2)).toEqual(["This is the menu."]);
  });
});

describe("who owns the conversation", () => {
  const text: MessageIn = { kind: "text", id: "o1", text: "kopi" };

  test("an answer from the phone pauses the bot for a while", async () => {
    const world = await startWorld();
    await world.hear("kopi");
    await world.happen({ kind: "echo", id: "e1", vendorKind: "text", sender: person });
    await world.hear("2");
    expect(world.said.length).toBe(1);
    await world.clock.advance(settings.echoPauseMs);
    await world.hear("2");
    expect(world.said[1]).toBe("2 it is.");
  });

  test("what is overheard while another app answers is kept and never answered", async () => {
    const world = await startWorld();
    await world.happen({ kind: "overheard", message: text, sender: person });
    expect(world.said).toEqual([]);
    const [conversation] = await world.open.store.records.conversations(1);
    expect(conversation?.owner).toBe("other");
    expect(conversation?.windowUntilAt).toBe(toMillis(startAt + dayMs));
  });

  test("a STOP that is overheard there holds, and is not answered", async () => {
    const world = await startWorld();
    await world.hear("kopi");
    await world.hear("1");
    const stop: MessageIn = { kind: "text", id: "o2", text: "Stop!" };
    await world.happen({ kind: "overheard", message: stop, sender: person });
    expect(world.said).toHaveLength(2);
    await world.happen({ kind: "ownership", owner: "bot", sender: person });
    await world.clock.advance(3 * hourMs);
    await world.hear("hm");
    expect(world.said).toHaveLength(2);
    await world.hear("start");
    await world.hear("kopi");
    expect(world.said.at(-1)).toBe("How many?");
  });

  test("a message that comes to us directly, or control that is passed, gives it back", async () => {
    const world = await startWorld();
    await world.happen({ kind: "ownership", owner: "other", sender: person });
    await world.hear("kopi");
    expect(world.said).toEqual(["How many?"]);
    await world.happen({ kind: "ownership", owner: "other", sender: person });
    await world.happen({ kind: "ownership", owner: "bot", sender: person });
    const [conversation] = await world.open.store.records.conversations(1);
    expect(conversation?.owner).toBe("bot");
  });

  test("a reaction, an edit and a call are no turns; only the call renews the window", async () => {
    const world = await startWorld();
    await world.hear("kopi");
    const before = (await world.open.store.records.conversations(1))[0]?.windowUntilAt ?? 0;
    await world.clock.advance(hourMs);
    await world.take({ kind: "reaction", id: "r1", target: "v1", emoji: "👍" });
    await world.happen({ kind: "edited", target: "m1", message: text, sender: person });
    await world.happen({ kind: "revoked", target: "m1", sender: person });
    expect((await world.open.store.records.conversations(1))[0]?.windowUntilAt).toBe(
      toMillis(before),
    );
    await world.happen({ kind: "called", sender: person });
    expect((await world.open.store.records.conversations(1))[0]?.windowUntilAt).toBeGreaterThan(
      before,
    );
    expect(world.said).toEqual(["How many?"]);
  });
});

describe("what comes late or in a silence", () => {
  test("a START that was said before a STOP and comes after it is void", async () => {
    const world = await startWorld();
    await world.hear("kopi");
    const before = world.clock.now();
    await world.clock.advance(5_000);
    await world.hear("stop");
    await world.hear("start", before);
    await world.hear("well");
    expect(world.said.length).toBe(2);
  });

  test("a timer that falls due while a person answers fires when they are done", async () => {
    const world = await startWorld();
    await world.hear("kopi");
    await world.hear("1");
    await world.clock.advance(1.5 * hourMs);
    await world.happen({ kind: "echo", id: "e1", vendorKind: "text", sender: person });
    await world.clock.advance(50 * minuteMs);
    expect(world.said.length).toBe(2);
    await world.clock.advance(15 * minuteMs);
    expect(world.said[2]).toBe("Your coffee was two hours ago.");
  });

  test("an old menu word neither ends the run nor says anything", async () => {
    const world = await startWorld();
    await world.hear("kopi");
    await world.hear("menu", world.clock.now() - 3 * hourMs);
    await world.hear("2");
    expect(world.said).toEqual(["How many?", "2 it is."]);
  });
});
