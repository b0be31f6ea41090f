import { describe, expect, test } from "bun:test";
import { accountId } from "#core/lib/ids.ts";
import type { Happening } from "#core/model/happening.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import { createFlowSet, type RouteInput } from "./flow-set.ts";
import { compileOne } from "./testing/compile-one.ts";
import { sampleCapabilities } from "./testing/sample-catalog.ts";
import { sampleFacts } from "./testing/sample-facts.ts";

const steps = "steps: [{ say: Hi }]\n";

/** One flow a trigger; their names say what they stand for. */
function flowsOf(triggers: Readonly<Record<string, string>>) {
  return createFlowSet(
    Object.entries(triggers).map(([name, trigger]) =>
      compileOne(`triggers: [${trigger}]\n${steps}`, name),
    ),
  );
}

const text = (value: string): MessageIn => ({ kind: "text", id: "in", text: value });
const tap = (choice: string, title = choice): MessageIn => ({
  kind: "choice",
  id: "in",
  choice,
  title,
  source: "button",
});
const photo: MessageIn = {
  kind: "media",
  id: "in",
  media: { kind: "image", id: "1", caption: "hi" },
};

function route(message: MessageIn, changes: Partial<RouteInput> = {}): RouteInput {
  return { message, isFirstContact: false, facts: sampleFacts(), ...changes };
}

describe("who wins", () => {
  const ranks = {
    tapped: "{ choice: order }",
    exact: "{ message: order }",
    glob: "{ message: 'or*' }",
    pattern: "{ message: { matches: '^o' } }",
    kind: "{ message: { kind: text } }",
    first: "{ first_contact: {} }",
    closed: "{ outside_hours: {} }",
    any: "{ message: any }",
    last: "{ fallback: {} }",
  };
  const names = Object.keys(ranks);

  test.each([
    ["a tapped button", tap("order"), 0],
    ["the exact word", text("order"), 1],
    ["a glob", text("orders"), 2],
    ["a pattern", text("oh"), 3],
    ["a kind", text("hello"), 4],
  ] as const)("%s", (_name, message, rank) => {
    const set = flowsOf(ranks);
    expect(set.match(route(message, { isFirstContact: true }))?.program.flow).toBe(
      names[rank] ?? "",
    );
  });

  test("what is left of the ranks, one after the other", () => {
    for (let gone = 1; gone <= names.length; gone += 1) {
      const left = names.slice(gone);
      const set = flowsOf(Object.fromEntries(Object.entries(ranks).slice(gone)));
      const facts = sampleFacts({ hours: { open: false } });
      const found = set.match(route(text("order"), { isFirstContact: true, facts }));
      expect(found?.program.flow ?? "").toBe(left[0] ?? "");
    }
  });

  test("outside hours nothing is lost while it is open", () => {
    const set = flowsOf({ closed: "outside_hours", last: "fallback" });
    expect(set.match(route(text("x")))?.program.flow).toBe("last");
  });

  test("a first contact is one only once", () => {
    const set = flowsOf({ first: "{ first_contact: {} }", last: "fallback" });
    expect(set.match(route(text("x"), { isFirstContact: true }))?.program.flow).toBe("first");
    expect(set.match(route(text("x")))?.program.flow).toBe("last");
  });

  test("among equals the order of file names decides", () => {
    const set = flowsOf({
      b: "{ message: { matches: 'a' } }",
      a: "{ message: { matches: 'a' } }",
    });
    expect(set.match(route(text("aa")))?.program.flow).toBe("a");
  });
});

describe("words", () => {
  const set = flowsOf({
    coffee: "{ message: [kopi, 'Caffè Latte', '☕', 'pesan * gelas', 'order*'] }",
  });
  test.each([
    "kopi",
    "KOPI!",
    "  kopi 🙏",
    "caffe latte",
    "☕",
    "pesan dua gelas",
    "Order-12",
    "order",
  ])("%s is one of them", (said) => {
    expect(set.match(route(text(said)))?.program.flow).toBe("coffee");
  });
  test.each(["kopi susu", "caffe", "🍵", "pesan gelas", "pesan gelasku", "my order", "", "  "])(
    "%j is none of them",
    (said) => {
      expect(set.match(route(text(said)))).toBeUndefined();
    },
  );
  test("the trigger is named as it is written", () => {
    expect(set.match(route(text("caffe latte")))?.trigger).toBe("message: Caffè Latte");
  });
});

describe("conditions", () => {
  test("a trigger whose condition is not met leaves the message to the next", () => {
    const set = flowsOf({
      closed: "{ message: hi, when: '!hours.open' }",
      hello: "{ message: { matches: hi } }",
    });
    expect(set.match(route(text("hi")))?.program.flow).toBe("hello");
    const facts = sampleFacts({ hours: { open: false } });
    expect(set.match(route(text("hi"), { facts }))?.program.flow).toBe("closed");
  });

  test("one that cannot be worked out is not met", () => {
    const set = flowsOf({ odd: "{ message: hi, when: int(message.text) > 1 }" });
    expect(set.match(route(text("hi")))).toBeUndefined();
  });

  test("a channel is an account or a kind", () => {
    const set = flowsOf({ a: "{ message: hi, channel: whatsapp }" });
    const facts = sampleFacts();
    const { channel } = facts;
    const on = (account: string, kind: string) =>
      set.match(
        route(text("hi"), {
          facts: { ...facts, channel: { ...channel, account: accountId(account), kind } },
        }),
      );
    expect(on("whatsapp", "cloud")).toBeDefined();
    expect(on("shop", "whatsapp")).toBeDefined();
    expect(on("shop", "web")).toBeUndefined();
  });

  test("mode single rests while the flow runs", () => {
    const set = createFlowSet([compileOne(`mode: single\ntriggers: [{ message: hi }]\n${steps}`)]);
    expect(set.match(route(text("hi"), { live: ["sample"] }))).toBeUndefined();
    expect(set.match(route(text("hi"), { live: ["other"] }))).toBeDefined();
  });
});

test("kinds of message are told apart, and a caption is words too", () => {
  const set = flowsOf({ image: "{ message: { kind: image } }", hi: "{ message: hi }" });
  expect(set.match(route(photo))?.program.flow).toBe("hi");
  const bare: MessageIn = { kind: "media", id: "in", media: { kind: "image", id: "1" } };
  expect(set.match(route(bare))?.program.flow).toBe("image");
});

test("a reaction or what cannot be read starts nothing", () => {
  const set = flowsOf({ any: "{ message: any }", last: "fallback" });
  expect(
    set.match(route({ kind: "reaction", id: "in", target: "x", emoji: "👍" })),
  ).toBeUndefined();
  expect(set.match(route({ kind: "unsupported", id: "in", vendorKind: "x" }))).toBeUndefined();
});

test("older revisions are found by their hash and start nothing", () => {
  const older = compileOne(`triggers: [{ message: old }]\n${steps}`);
  const current = compileOne(`triggers: [{ message: hi }]\n${steps}`);
  const set = createFlowSet([current], [older]);
  expect(set.get(older.revision)).toBe(older);
  expect(set.get(current.revision)).toBe(current);
  expect([...set.current.values()]).toEqual([current]);
  expect(set.match(route(text("old")))).toBeUndefined();
});

describe("what is more than words", () => {
  const cart: MessageIn = {
    kind: "order",
    id: "in",
    text: "order",
    items: [],
    ad: { source_id: "7" },
  };
  const answer: MessageIn = { kind: "form", id: "in", token: "t1", answer: { seats: 2 } };
  const reaction = (emoji?: string): MessageIn => ({
    kind: "reaction",
    id: "in",
    target: "out",
    ...(emoji === undefined ? {} : { emoji }),
  });

  test("a cart, then the advertisement that brought it, win over its words and its kind", () => {
    const ranks = {
      cart: "{ order: {} }",
      ad: "{ ad: {} }",
      exact: "{ message: order }",
      kind: "{ message: { kind: order } }",
    };
    const names = Object.keys(ranks);
    names.forEach((name, gone) => {
      const set = flowsOf(Object.fromEntries(Object.entries(ranks).slice(gone)));
      expect(set.match(route(cart))?.program.flow).toBe(name);
    });
  });

  test("conditions see what the message holds, without asking whether it is there", () => {
    const set = flowsOf({
      other: "{ form: {}, when: message.form.token == 't2' }",
      seats:
        "{ form: {}, when: 'message.form.token == \"t1\" && default(message.form.answer.seats, 0) > 1' }",
      shown: "{ ad: {}, when: message.ad.source_id == '7' }",
    });
    expect(set.match(route(answer))?.program.flow).toBe("seats");
    expect(set.match(route({ ...text("hi"), ad: { source_id: "7" } }))?.program.flow).toBe("shown");
    expect(set.match(route({ ...text("hi"), ad: { source_id: "8" } }))).toBeUndefined();
  });

  test("a reaction only reaches flows that declare it, the emoji's own before any", () => {
    const set = flowsOf({
      anything: "{ message: any }, { fallback: {} }, { first_contact: {} }",
      hearts: "{ reaction: [\u2764\ufe0f] }, { message: heart }",
      others: "reaction, { message: other }",
    });
    const first = { isFirstContact: true };
    expect(set.match(route(reaction("\u2764"), first))?.trigger).toBe("reaction: \u2764\ufe0f");
    expect(set.match(route(reaction("👍"), first))?.program.flow).toBe("others");
    expect(set.match(route(reaction(), first))).toBeUndefined();
    expect(flowsOf({ a: "{ message: any }" }).match(route(reaction("👍")))).toBeUndefined();
  });

  test("a changed number only reaches flows that declare it", () => {
    const set = flowsOf({
      anything: "{ fallback: {} }",
      moved: "{ number_changed: {} }, { message: moved }",
    });
    const changed = { isFirstContact: true, facts: sampleFacts(), message: undefined };
    expect(set.match(changed)?.program.flow).toBe("moved");
    expect(flowsOf({ anything: "{ fallback: {} }" }).match(changed)).toBeUndefined();
  });
});

describe("what is no message", () => {
  const closed = "steps: [{ template: { name: order_reminder, language: en, body: [x] } }]\n";
  const event = (name: string, data: Happening["data"] = {}): Happening => ({
    kind: "signal",
    name,
    data,
  });
  const receipt = (status: string): Happening => ({
    kind: "status",
    name: "status",
    data: { status },
  });
  const happen = (happening: Happening): RouteInput => ({
    message: undefined,
    event: happening,
    isFirstContact: true,
    facts: sampleFacts(),
  });
  const set = createFlowSet([
    compileOne(
      `triggers: [{ fallback: {} }, { message: any }, { number_changed: {} }]\n${steps}`,
      "all",
    ),
    compileOne(
      `triggers: [{ event: [paid, order.paid], when: 'default(event.data.sum, 0) > 10' }]\n${closed}`,
      "big",
    ),
    compileOne(`triggers: [{ event: paid, when: "true" }]\nmode: single\n${closed}`, "paid"),
    compileOne(`triggers: [{ status: [failed, read] }]\n${closed}`, "receipts"),
  ]);

  test("an event reaches the flows that name it, if their conditions hold", () => {
    expect(set.match(happen(event("paid", { sum: 11 })))?.trigger).toBe("event: paid");
    expect(set.match(happen(event("paid", { sum: 11 })))?.program.flow).toBe("big");
    expect(set.match(happen(event("paid", { sum: 1 })))?.program.flow).toBe("paid");
    expect(set.match(happen(event("order.paid")))).toBeUndefined();
    expect(set.match(happen(event("failed")))).toBeUndefined();
  });

  test("a receipt reaches the flows that name its state, and no event of that name does", () => {
    expect(set.match(happen(receipt("read")))?.trigger).toBe("status: read");
    expect(set.match(happen(receipt("sent")))).toBeUndefined();
    expect(set.match(happen(event("read")))).toBeUndefined();
  });

  test("the mode is the flow's own, else queue; for a message restart", () => {
    expect(set.match(happen(receipt("read")))?.mode).toBe("queue");
    expect(set.match(happen(event("paid")))?.mode).toBe("single");
    expect(set.match(route(text("hi")))?.mode).toBe("restart");
    expect(set.match({ ...happen(event("paid")), live: ["paid"] })).toBeUndefined();
  });
});

describe("intents", () => {
  const set = flowsOf({
    exact: "{ message: order }",
    first: "{ first_contact: {} }",
    open: "{ intent: asks when we are open }",
    holiday: "{ intent: asks for holidays, when: hours.open, channel: whatsapp }",
    last: "{ fallback: {} }",
  });
  const elsewhere = { account: accountId("x"), kind: "x", capabilities: sampleCapabilities };
  const closed = { facts: sampleFacts({ hours: { open: false } }) };

  test("are put to an AI where nothing before them takes the message, those that fit alone", () => {
    expect(set.intents(route(text("hm")))).toEqual({
      open: "asks when we are open",
      holiday: "asks for holidays",
    });
    expect(set.intents(route(text("hm"), closed))).toEqual({ open: "asks when we are open" });
    const there = { facts: sampleFacts({ channel: elsewhere }) };
    expect(set.intents(route(text("hm"), there))).toEqual({ open: "asks when we are open" });
    expect(set.intents(route(text("order")))).toBeUndefined();
    expect(set.intents(route(text("hm"), { isFirstContact: true }))).toBeUndefined();
    expect(set.intents(route({ kind: "location", id: "in", latitude: 1, longitude: 2 }))).toBe(
      undefined,
    );
  });

  test("take the message if they were chosen and still fit; else it goes on down the order", () => {
    const winner = (intent: string | null, changes = {}) =>
      set.match(route(text("hm"), { intent, ...changes }))?.program.flow;
    expect(winner("holiday")).toBe("holiday");
    expect(winner("holiday", closed)).toBe("last");
    expect(winner("gone")).toBe("last");
    expect(winner(null)).toBe("last");
    expect(set.match(route(text("hm")))?.program.flow).toBe("last");
  });
});
