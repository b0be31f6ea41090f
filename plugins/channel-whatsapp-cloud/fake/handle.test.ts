import { describe, expect, test } from "bun:test";
import { dayMs, type Json, type JsonObject } from "sapa/plugin";
import { SeededRandom, VirtualClock } from "sapa/plugin/testing";
import { listOf, objectOf, readJson } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { createFakeGraph } from "./create-fake-graph.ts";
import type { FakeGraphOptions } from "./fake-options.ts";
import type { GraphReply } from "./graph-exchange.ts";

const sari = { name: "Sari", userId: "ID.11111111111111111111", phone: "6281234567890" };
const path = "/v26.0/200000000000002/messages";

/** A fake with Sari's window open, unless it is told otherwise. */
async function open(more: Partial<FakeGraphOptions> = {}) {
  const clock = new VirtualClock(Date.UTC(2026, 10, 22, 8));
  const fake = createFakeGraph({
    clock,
    random: new SeededRandom(7),
    deliver: () => Promise.resolve(200),
    ...more,
  });
  await fake.act(sari, { kind: "text", text: "Halo" });
  const post = (body: Json, authorization = "Bearer simulator-token"): Told =>
    told(fake.handle({ method: "POST", path, authorization, body: JSON.stringify(body) }));
  const send = (more: JsonObject): Told =>
    post({ messaging_product: "whatsapp", to: "+6281234567890", ...more });
  return { clock, fake, post, send };
}

interface Told {
  readonly status: number;
  readonly code: Json | undefined;
  readonly details: Json | undefined;
  readonly body: JsonObject;
}

function told(reply: GraphReply): Told {
  if (reply.kind !== "answer") return { status: 0, code: reply.kind, details: "", body: {} };
  const body = objectOf(readJson(reply.body)) ?? {};
  const error = objectOf(body["error"]);
  const details = objectOf(error?.["error_data"])?.["details"];
  return { status: reply.status, code: error?.["code"], details, body };
}

const text = (body: string): JsonObject => ({ type: "text", text: { body } });
const button = (id: string, title: string) => ({ type: "reply", reply: { id, title } });
const buttons = (...items: readonly Json[]): JsonObject => ({
  type: "interactive",
  interactive: { type: "button", body: { text: "Pilih" }, action: { buttons: items } },
});
const list = (rows: readonly Json[], more: JsonObject = {}): JsonObject => ({
  type: "interactive",
  interactive: {
    type: "list",
    body: { text: "Pilih" },
    action: { button: "Lihat", sections: [{ title: "A", rows }], ...more },
  },
});
const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `r${index}`, title: `Baris ${index}` }));

describe("the fake refuses as Meta does", () => {
  test.each<[string, JsonObject, number]>([
    ["a text without a body", { type: "text", text: {} }, 131008],
    ["a text of 4,097 characters", text("a".repeat(4_097)), 100],
    ["a kind that is unknown", { type: "hologram" }, 131051],
    [
      "four buttons",
      buttons(button("a", "A"), button("b", "B"), button("c", "C"), button("d", "D")),
      131009,
    ],
    ["no button", buttons(), 131009],
    ["a title of 21 characters", buttons(button("a", "a".repeat(21))), 131009],
    ["an empty title", buttons(button("a", "")), 131008],
    ["an id of 257 characters", buttons(button("a".repeat(257), "A")), 131009],
    ["two buttons of one id", buttons(button("a", "A"), button("a", "B")), 131009],
    ["two buttons of one title", buttons(button("a", "A"), button("b", "A")), 131009],
    ["eleven rows", list(rows(11)), 131009],
    ["no row", list([]), 131008],
    ["a row title of 25 characters", list([{ id: "a", title: "a".repeat(25) }]), 131009],
    ["a row id of 201 characters", list([{ id: "a".repeat(201), title: "A" }]), 131009],
    ["two rows of one id", list([...rows(1), ...rows(1)]), 131009],
    ["a long description", list([{ id: "a", title: "A", description: "a".repeat(73) }]), 131009],
    ["a list without its button", list(rows(1), { button: "" }), 131008],
    [
      "two sections without titles",
      list([], { sections: [{ rows: rows(1) }, { rows: [{ id: "x", title: "X" }] }] }),
      131008,
    ],
    [
      "an unknown template",
      { type: "template", template: { name: "x", language: { code: "id" } } },
      132001,
    ],
    ["a template without a language", { type: "template", template: { name: "x" } }, 131008],
    [
      "a template with a value too many",
      {
        type: "template",
        template: {
          name: "hello_world",
          language: { code: "en_US" },
          components: [{ type: "body", parameters: [{ type: "text", text: "x" }] }],
        },
      },
      132000,
    ],
    ["a reaction to nothing", { type: "reaction", reaction: { emoji: "x" } }, 131008],
    [
      "a file named twice",
      { type: "image", image: { id: "1", link: "https://a.example" } },
      131009,
    ],
    ["a file named by nothing", { type: "image", image: {} }, 131008],
    ["a file that nobody uploaded", { type: "image", image: { id: "1" } }, 100],
    [
      "a caption on a sticker",
      { type: "sticker", sticker: { link: "https://a.example/a.webp", caption: "x" } },
      131009,
    ],
    ["a long callback", { ...text("a"), biz_opaque_callback_data: "a".repeat(513) }, 131009],
    ["a phone number without digits", { ...text("a"), to: "Sari" }, 131009],
    ["a person that nobody is", { ...text("a"), to: null, recipient: "ID.999" }, 131026],
  ])("%s", async (_, message, code) => {
    const { send, fake } = await open();
    const answer = send(message);
    expect(answer.code).toBe(code);
    expect(answer.details).toBeString();
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(fake.shown()).toEqual([]);
  });

  test("a token, a number, a path or a body that is not right", async () => {
    const { post, fake } = await open();
    expect(post({}, "Bearer wrong")).toMatchObject({ status: 401, code: 190 });
    expect(post([])).toMatchObject({ status: 400, code: 100 });
    expect(post({ to: "+6281234567890", ...text("a") })).toMatchObject({ code: 100 });
    expect(post({ messaging_product: "whatsapp", ...text("a") })).toMatchObject({ code: 100 });
    const authorization = "Bearer simulator-token";
    const get = (at: string) =>
      told(fake.handle({ method: "GET", path: at, authorization, body: "" }));
    expect(get("/v26.0/999").code).toBe(33);
    expect(get("/v26.0").code).toBe(100);
    expect(get(path).code).toBe(100);
    expect(get("/v26.0/200000000000002?fields=verified_name").body).toEqual({
      verified_name: "Simulator",
      id: "200000000000002",
    });
  });

  test("free text before the person wrote, and after 24 hours", async () => {
    const { clock, post, send } = await open();
    const stranger = { messaging_product: "whatsapp", to: "+6285500000001", ...text("Halo") };
    expect(post(stranger)).toMatchObject({ status: 400, code: 131047 });
    clock.jump(clock.now() + dayMs - 1_000);
    expect(send(text("masih")).status).toBe(200);
    clock.jump(clock.now() + 1_000);
    expect(send(text("terlambat")).code).toBe(131047);
    const template = { name: "hello_world", language: { code: "en_US" } };
    expect(send({ type: "template", template }).status).toBe(200);
  });

  test("the 46th message to one person at once, and gives one back every six seconds", async () => {
    const { clock, send } = await open();
    for (let index = 0; index < 45; index += 1) expect(send(text("a")).status).toBe(200);
    expect(send(text("a"))).toMatchObject({ status: 400, code: 131056 });
    clock.jump(clock.now() + 5_999);
    expect(send(text("a")).code).toBe(131056);
    clock.jump(clock.now() + 1);
    expect(send(text("a")).status).toBe(200);
    expect(send(text("a")).code).toBe(131056);
  });

  test("more than 80 messages in one second, in and out together", async () => {
    const { fake, post } = await open();
    const results: (Json | undefined)[] = [];
    for (let index = 0; index < 100; index += 1) {
      const person = { name: `P${index}`, phone: `62811${String(index).padStart(6, "0")}` };
      await fake.act(person, { kind: "text", text: "Halo" });
      const to = `+${person.phone}`;
      results.push(post({ messaging_product: "whatsapp", to, ...text("a") }).code);
    }
    // One message of Sari's, then one in and one out a person: 80 are used up at the 40th.
    expect(results.indexOf(130429)).toBe(39);
    expect(results.filter((code) => code === undefined).length).toBe(39);
  });
});

describe("the fake takes as Meta does", () => {
  test("a phone number and a user id, each answered in its shape", async () => {
    const { post } = await open();
    const byPhone = post({ messaging_product: "whatsapp", to: "+62 812-3456-7890", ...text("a") });
    expect(byPhone.body["contacts"]).toEqual([
      { input: "+62 812-3456-7890", wa_id: "6281234567890" },
    ]);
    const byId = post({ messaging_product: "whatsapp", recipient: sari.userId, ...text("a") });
    expect(byId.body["contacts"]).toEqual([{ input: sari.userId, user_id: sari.userId }]);
    const wamid = objectOf(listOf(byId.body["messages"])[0])?.["id"];
    expect(wamid).toMatch(/^wamid\.[A-Za-z0-9+/]+=*$/);
  });

  test("to and recipient at once: to wins", async () => {
    const { send, fake } = await open();
    expect(send({ recipient: "ID.999", ...text("a") }).status).toBe(200);
    expect(fake.shown()[0]?.person).toEqual(sari);
  });

  test("a number without a plus: a person who is known, else a stranger with our country code", async () => {
    const { post, fake } = await open();
    const hello = {
      type: "template",
      template: { name: "hello_world", language: { code: "en_US" } },
    };
    post({ messaging_product: "whatsapp", to: "6281234567890", ...hello });
    post({ messaging_product: "whatsapp", to: "81555555555", ...hello });
    expect(fake.shown().map((message) => message.person.phone)).toEqual([
      "6281234567890",
      "6281555555555",
    ]);
  });

  test("reading and typing, of a message that a person sent", async () => {
    const requests: string[] = [];
    const { post, fake } = await open({
      deliver: (request) => {
        requests.push(new TextDecoder().decode(request.body));
        return Promise.resolve(200);
      },
    });
    const wamid = /"id":"(wamid[^"]+)"/.exec((requests[0] ?? "").replaceAll("\\/", "/"))?.[1] ?? "";
    const read = { messaging_product: "whatsapp", status: "read", message_id: wamid };
    expect(post(read).body).toEqual({ success: true });
    expect(post({ ...read, typing_indicator: { type: "text" } }).body).toEqual({ success: true });
    expect(post({ ...read, message_id: "wamid.X" }).code).toBe(131009);
    expect(post({ ...read, status: "delivered" }).code).toBe(131009);
    expect(fake.shown()).toEqual([]);
  });

  test("no more messages into its memory than it is told", async () => {
    const { send, fake } = await open({ keepMessages: 5, pair: { everyMs: 1, burst: 1_000 } });
    for (let index = 0; index < 23; index += 1) send(text(`pesan ${index}`));
    expect(fake.shown().map((message) => message.text)).toEqual(
      [18, 19, 20, 21, 22].map((index) => `pesan ${index}`),
    );
  });

  test("no read receipt for a message that it has forgotten", async () => {
    const { post, fake } = await open({ keepMessages: 1 });
    const ids = ["wamid.1", "wamid.2"];
    for (const id of ids) {
      await fake.act(sari, { kind: "vendor", message: { id, type: "text", text: { body: "a" } } });
    }
    const read = { messaging_product: "whatsapp", status: "read" };
    const codes = ids.map((id) => post({ ...read, message_id: id }).code);
    expect(codes).toEqual([131009, undefined]);
  });

  test("a recycled number: its new owner is another person", async () => {
    const { fake, post } = await open();
    const hello = { messaging_product: "whatsapp", recipient: sari.userId, ...text("a") };
    await fake.act(
      { name: "Budi", userId: "ID.9", phone: sari.phone },
      { kind: "text", text: "a" },
    );
    expect(post(hello).status).toBe(200);
    expect(fake.shown()[0]?.person.userId).toBe(sari.userId);
  });

  test("half of what a broken gateway lost, and nothing of what Meta itself refused", async () => {
    const { send, fake } = await open();
    fake.setFaults({ serverError: 1 });
    const answers = Array.from({ length: 40 }, () => send(text("a")));
    const gateway = answers.filter(({ code }) => code === undefined);
    expect(gateway.every(({ status }) => status === 502)).toBe(true);
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set([131000, 131016, undefined]));
    expect(fake.shown().length).toBeGreaterThan(0);
    expect(fake.shown().length).toBeLessThan(gateway.length);
  });

  test("its time over net, and no more bytes than are asked for", async () => {
    const { clock, fake } = await open({ latency: { minMs: 200, maxMs: 200 } });
    const request = {
      method: "GET",
      url: "http://graph.simulator/v26.0/200000000000002",
      headers: { authorization: "Bearer simulator-token" },
      timeoutMs: 1_000,
    } as const;
    const replies: string[] = [];
    for (const maxBytes of [10_000, 10]) {
      void fake.net.request({ ...request, maxBytes }).then((reply) => replies.push(reply.kind));
    }
    await clock.advance(199);
    expect(replies).toEqual([]);
    await clock.advance(1);
    expect(replies).toEqual(["answer", "broken"]);
  });

  test("ids that are never twice the same", async () => {
    const { send, fake } = await open({
      pair: { everyMs: 1, burst: 5_000 },
      throughput: { everyMs: 0, burst: 1 },
    });
    for (let index = 0; index < 2_000; index += 1) send(text("a"));
    expect(new Set(fake.shown().map((message) => message.vendorId)).size).toBe(2_000);
  });
});

describe("the same seed", () => {
  test("gives the same world", async () => {
    const history = async () => {
      const { clock, fake, send } = await open();
      fake.setFaults({ rateLimited: 0.2, serverError: 0.2, lostAnswer: 0.2, lostRequest: 0.2 });
      const codes = Array.from({ length: 40 }, (_, index) => send(text(`${index}`)).code);
      await clock.advance(60_000);
      return JSON.stringify([codes, fake.shown()]);
    };
    expect(await history()).toBe(await history());
  });
});
