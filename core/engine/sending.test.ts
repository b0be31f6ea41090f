import { describe, expect, test } from "bun:test";
import { BotError } from "#core/lib/bot-error.ts";
import { accountId } from "#core/lib/ids.ts";
import { dayMs, hourMs, minuteMs, secondMs } from "#core/lib/millis.ts";
import type { ChannelOutcome } from "#core/model/ports/channel.ts";
import { person, startAt, startWorld } from "./testing/world.ts";

const account = accountId("shop");

const error = { code: "X", title: "x", meaning: "x", action: "x" };

describe("limits", () => {
  test("what is over the contact's rate is told once and recorded", async () => {
    const world = await startWorld();
    for (let count = 0; count < 9; count += 1) await world.hear("daftar");
    const told = world.said.filter((text) => text.includes("a lot at once"));
    expect(told.length).toBe(1);
    const ignored = await world.open.store.records.events({ state: "ignored", limit: 20 });
    expect(ignored.map(({ reason }) => reason)).toEqual(Array(4).fill("limit:over-limit"));
  });

  test("a message that was old when it came is kept and not answered", async () => {
    const world = await startWorld();
    await world.hear("kopi", world.clock.now() - 2 * hourMs);
    expect(world.said).toEqual([]);
    const [event] = await world.open.store.records.events({ limit: 1 });
    expect(event?.state).toBe("ignored");
    expect(event?.reason).toBe("limit:stale");
  });
});

describe("sending", () => {
  test("what is put into the line under a key goes out once, what has none each time", async () => {
    const world = await startWorld();
    await world.hear("daftar");
    for (const key of [{ key: "a" }, { key: "a" }, { key: "b" }, {}, {}]) {
      const text = `${key.key ?? "none"}`;
      const message = { kind: "text", text } as const;
      void world.engine.queueSend({ account, to: person, message, by: "sapa", ...key });
      await world.clock.advance(minuteMs);
    }
    expect(world.said).toEqual(["This is the menu.", "a", "b", "none", "none"]);
  });

  test("a paused account keeps its messages and sends them when it works again", async () => {
    const world = await startWorld();
    world.channel.answers.push({ kind: "paused", error }, { kind: "paused", error });
    await world.hear("kopi");
    await world.clock.advance(29 * secondMs);
    expect(world.channel.sent.length).toBe(1);
    await world.clock.advance(2 * minuteMs);
    expect(world.channel.sent.length).toBe(3);
    const events = world.log.lines.map(({ event }) => event);
    expect(events.filter((event) => event === "account.paused").length).toBe(1);
    expect(events).toContain("account.resumed");
  });

  test("what is held goes soon after the network says that the account is mended", async () => {
    const world = await startWorld();
    world.channel.problem = error;
    world.channel.answers.push(...Array(9).fill({ kind: "paused", error }));
    await world.hear("kopi");
    // 30 s, 1, 2, 4, 8 minutes: the next pause would be one of ten.
    await world.clock.advance(20 * minuteMs);
    const tries = world.channel.sent.length;
    expect(tries).toBe(6);
    world.channel.problem = undefined;
    world.channel.answers.length = 0;
    await world.clock.advance(31 * secondMs);
    expect(world.channel.sent.length).toBe(tries + 1);
    expect(world.log.lines.map(({ event }) => event)).toContain("account.mended");
  });

  test("a process that starts with a mended account sends what was held at once", async () => {
    const world = await startWorld();
    world.channel.answers.push(...Array(5).fill({ kind: "paused", error }));
    await world.hear("kopi");
    await world.clock.advance(10 * minuteMs);
    const tries = world.channel.sent.length;
    expect(tries).toBe(5);
    await world.restart();
    expect(world.channel.sent.length).toBe(tries + 1);
  });

  test("an account whose messages nobody tells anything of is told of once, until a receipt comes", async () => {
    const world = await startWorld();
    const told = () => world.log.lines.filter(({ event }) => event === "outbox.receipts-missing");
    const chat = async (count: number) => {
      for (let index = 0; index < count; index += 1) {
        await world.hear("daftar");
        await world.clock.advance(minuteMs);
      }
    };
    await chat(9);
    expect(told()).toEqual([]);
    await chat(3);
    expect(told().map(({ fields }) => [fields["account"], fields["count"]])).toEqual([
      ["shop", 10],
    ]);
    await world.tell(3, "delivered");
    await chat(9);
    await world.tell(15, "delivered");
    await chat(5);
    expect(told().length).toBe(1);
  });

  test("a STOP while a message's file is uploaded holds the message back", async () => {
    const world = await startWorld();
    const uploaded = Promise.withResolvers<undefined>();
    world.channel.prepare = () => uploaded.promise;
    await world.hear("kopi");
    await world.hear("stop");
    expect(world.said.filter((text) => text === "How many?")).toEqual([]);
    uploaded.resolve(undefined);
    await world.clock.settle();
    await world.clock.advance(minuteMs);
    expect(world.said).toHaveLength(1);
    expect(world.said[0]).not.toBe("How many?");
  });

  test("a file that cannot be brought ends the attempt, and nothing is sent", async () => {
    const world = await startWorld();
    world.channel.prepare = () => Promise.resolve({ kind: "rejected", error, effect: "none" });
    await world.hear("kopi");
    expect(world.channel.sent).toEqual([]);
    const [send] = await world.open.store.records.sends({ limit: 1 });
    expect(send?.state).toBe("failed");
  });

  test("a start that the store could not write down is tried again at once, and goes once", async () => {
    const world = await startWorld();
    // What may have to be brought first goes through the line.
    world.channel.prepare = () => Promise.resolve(undefined);
    const { store } = world.open.store;
    const start = store.startSend.bind(store);
    let failures = 2;
    store.startSend = (...call) => {
      failures -= 1;
      if (failures < 0) return start(...call);
      return Promise.reject(new BotError("STORE_UNAVAILABLE", "disk full", { retry: "later" }));
    };
    await world.hear("kopi");
    expect(world.channel.sent.length).toBe(0);
    await world.clock.advance(4 * secondMs);
    expect(world.channel.sent.length).toBe(1);
    expect(failures).toBeLessThan(0);
  });

  test("a reply begins with the plan of its turn, and no other commit", async () => {
    const world = await startWorld();
    const { store } = world.open.store;
    let claims = 0;
    const claim = store.claimSends.bind(store);
    store.claimSends = async (...call) => {
      const sends = await claim(...call);
      claims += sends.length;
      return sends;
    };
    store.startSend = () => Promise.reject(new Error("not asked for"));
    await world.hear("kopi");
    expect(world.said).toEqual(["How many?"]);
    expect(claims).toBe(0);
    const [send] = await world.open.store.records.sends({ limit: 1 });
    expect(send?.state).toBe("accepted");
  });

  test("a reply to a paused account waits in the line", async () => {
    const world = await startWorld();
    world.channel.answers.push({ kind: "paused", error });
    await world.hear("kopi");
    await world.hear("stop");
    expect(world.channel.sent).toHaveLength(1);
    await world.clock.advance(minuteMs);
    expect(world.said.at(-1)).toContain("any more messages");
  });

  test("an unknown outcome waits for its grace, then goes again with another attempt", async () => {
    const world = await startWorld();
    world.channel.answers.push({ kind: "unknown", error });
    await world.hear("kopi");
    await world.clock.advance(119 * secondMs);
    expect(world.channel.sent.length).toBe(1);
    await world.clock.advance(2 * secondMs);
    expect(world.channel.sent.length).toBe(2);
    const [first, second] = world.channel.sent;
    expect(second?.callback).not.toBe(first?.callback);
  });

  test("nothing free-form leaves after the window has closed", async () => {
    const world = await startWorld();
    world.channel.answers.push(...Array<ChannelOutcome>(300).fill({ kind: "paused", error }));
    await world.hear("kopi");
    await world.clock.advance(dayMs + hourMs);
    const [send] = await world.open.store.records.sends({ limit: 1 });
    expect(send?.state).toBe("blocked");
    expect(send?.reason).toBe("window-closed");
    const posts = world.channel.sent.length;
    await world.clock.advance(dayMs);
    expect(world.channel.sent.length).toBe(posts);
  }, 30_000);
});

describe("timers", () => {
  test("one that fell due while nothing ran waits a minute after the start", async () => {
    const world = await startWorld();
    await world.hear("kopi");
    await world.hear("1");
    world.open.store.abandon();
    world.clock.jump(startAt + 3 * hourMs);
    await world.restart();
    await world.clock.advance(59 * secondMs);
    expect(world.said.length).toBe(2);
    await world.clock.advance(2 * secondMs);
    expect(world.said[2]).toBe("Your coffee was two hours ago.");
  });

  test("after a start a message that was written before one was due wins", async () => {
    const text = `flow: ask
format: 1
triggers: [{ message: hi }]
steps:
  - ask: Which?
    id: which
    into: which
    timeout: 2h
    on_timeout: [{ say: Too late. }, end]
  - say: "{{ which }}, in time."
`;
    const world = await startWorld({ flows: [{ file: "ask.flow.yaml", text }] });
    await world.hear("hi");
    world.open.store.abandon();
    world.clock.jump(startAt + 2 * hourMs + 10 * minuteMs);
    await world.restart();
    await world.clock.advance(30 * secondMs);
    await world.hear("green", startAt + 2 * hourMs - secondMs);
    expect(world.said.slice(1)).toEqual(["green, in time."]);
    await world.clock.advance(2 * minuteMs);
    expect(world.said.length).toBe(2);
  });
});

test("a drain finishes what is in hand and claims nothing more", async () => {
  const world = await startWorld();
  await world.hear("kopi");
  const draining = world.engine.drain(5_000);
  await world.clock.advance(100);
  expect(await draining).toBe(true);
  await world.hear("1");
  expect(world.said).toEqual(["How many?"]);
  await world.restart();
  expect(world.said).toEqual(["How many?", "1 it is."]);
});
