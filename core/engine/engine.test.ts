import { describe, expect, test } from "bun:test";
import { createQuietLog, SeededRandom, VirtualClock } from "sapa/plugin/testing";
import { z } from "zod";
import { openCatalog } from "#core/flow/catalog.ts";
import { compileFlows } from "#core/flow/compile-flows.ts";
import { createFlowSet } from "#core/flow/flow-set.ts";
import { accountId } from "#core/lib/ids.ts";
import { dayMs, hourMs, millisSchema, minuteMs, secondMs, toMillis } from "#core/lib/millis.ts";
import { type EventBody, eventBodySchema, type NewEvent } from "#core/model/event.ts";
import type { Sender } from "#core/model/identity.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import { messageOutText } from "#core/model/message-out.ts";
import type {
  Channel,
  ChannelOutcome,
  ChannelSend,
  WebhookReading,
  WebhookRequest,
} from "#core/model/ports/channel.ts";
import { createPlainCodec } from "#core/store/codec.ts";
import { openMemoryDatabase } from "#core/store/open-memory-database.ts";
import { openSqliteStore } from "#core/store/open-sqlite-store.ts";
import { createEngine, type Engine } from "./create-engine.ts";
import { defaultEngineSettings, type EngineSettings } from "./settings.ts";

const shop = accountId("shop");
const startAt = 1_800_000_000_000;
const key = new Uint8Array(32).fill(9);

const flowText = `
flow: order
format: 1
mode: queue
triggers: [{ message: kopi }]
slots: { cups: { type: integer, min: 1 } }
steps:
  - ask: How many?
    id: cups
    into: cups
  - say: "{{ slots.cups }} it is."
  - wait: { for: 2h }
    id: later
  - say: Your coffee was two hours ago.
`;
const menuText = `
flow: menu
format: 1
triggers: [{ message: daftar }]
steps:
  - say: This is the menu.
`;

const person: Sender = {
  scope: "test",
  addresses: [{ kind: "user_id", value: "ID.1" }],
  name: "Sari",
};
const updateSchema = z.object({
  dedupeKey: z.string(),
  occurredAt: millisSchema,
  body: eventBodySchema,
});

/** A network of its own: every message is taken unless `answers` says otherwise. */
class TestChannel implements Channel {
  readonly account = shop;
  readonly kind = "test";
  readonly capabilities = {
    text: { maxChars: 4_096 },
    templates: true,
    reactions: true,
    windowMs: dayMs,
    markup: "none",
  } as const;
  readonly sent: ChannelSend[] = [];
  readonly answers: ChannelOutcome[] = [];

  /** The body is the event's own JSON: this network has no wire format. */
  receive({ body, receivedAt }: WebhookRequest): WebhookReading {
    const update = updateSchema.parse(JSON.parse(new TextDecoder().decode(body)));
    const event: NewEvent = { account: shop, sender: person, receivedAt, ...update };
    return { kind: "updates", events: [event], statuses: [], foreign: 0 };
  }

  send(send: ChannelSend): Promise<ChannelOutcome> {
    this.sent.push(send);
    return Promise.resolve(
      this.answers.shift() ?? { kind: "accepted", vendorId: `v${this.sent.length}` },
    );
  }

  acknowledge(): Promise<void> {
    return Promise.resolve();
  }

  check(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}

const settings: EngineSettings = {
  ...defaultEngineSettings,
  limits: { ...defaultEngineSettings.limits, contact: { count: 5, periodMs: minuteMs } },
  bot: {
    name: "Kopi",
    locales: ["en", "id"],
    timeZone: "Asia/Jakarta",
    menuFlow: "menu",
    humanReplyWithin: "2h",
    env: {},
    isOpenAt: undefined,
  },
};

/** One bot with one person; `restart` opens a new process over the same database. */
class World {
  readonly clock = new VirtualClock(startAt);
  readonly log = createQuietLog();
  readonly channel = new TestChannel();
  readonly #database = openMemoryDatabase();
  #count = 0;
  open = this.#open();

  get engine(): Engine {
    return this.open.engine;
  }

  get said(): readonly string[] {
    return this.channel.sent.map(({ message }) => messageOutText(message));
  }

  async restart(): Promise<void> {
    this.open.store.abandon();
    this.open = this.#open();
    await this.start();
  }

  async start(): Promise<void> {
    const starting = this.engine.start();
    await this.clock.settle();
    await starting;
    await this.clock.settle();
  }

  hear(text: string, occurredAt: number = this.clock.now()): Promise<number> {
    return this.take({ kind: "text", id: `m${++this.#count}`, text }, occurredAt);
  }

  take(message: MessageIn, occurredAt: number = this.clock.now()): Promise<number> {
    const body = { kind: "message", message, sender: person } as const;
    return this.happen(body, `message:${message.id}`, occurredAt);
  }

  async happen(
    body: EventBody,
    dedupeKey = `event:${++this.#count}`,
    occurredAt: number = this.clock.now(),
  ): Promise<number> {
    const taking = this.engine.receive(shop, {
      method: "POST",
      query: {},
      headers: {},
      body: new TextEncoder().encode(JSON.stringify({ dedupeKey, occurredAt, body })),
      receivedAt: this.clock.now(),
    });
    await this.clock.advance(10);
    return (await taking).status;
  }

  #open() {
    const { clock, log } = this;
    const random = new SeededRandom(1);
    const store = openSqliteStore({
      database: this.#database,
      clock,
      random,
      log,
      leaseMs: minuteMs,
      codec: createPlainCodec(key),
    });
    const { programs, findings } = compileFlows(
      [
        { file: "order.flow.yaml", text: flowText },
        { file: "menu.flow.yaml", text: menuText },
      ],
      openCatalog,
    );
    expect(findings.filter((finding) => finding.severity === "error")).toEqual([]);
    const engine = createEngine({
      store: store.store,
      channels: new Map([[shop, this.channel]]),
      flows: createFlowSet(programs),
      loadProgram: () => Promise.resolve(undefined),
      runActivity: () => Promise.resolve({ kind: "done", value: null }),
      settings,
      clock,
      random,
      log,
      secretKey: key,
    });
    return { engine, store };
  }
}

async function startWorld(): Promise<World> {
  const world = new World();
  await world.start();
  return world;
}

const error = { code: "X", title: "x", meaning: "x", action: "x" };

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
    await world.hear("kopi");
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
    expect(world.said[0]).toContain("2h");
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
  });
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
