import { describe, expect, test } from "bun:test";
import { dayMs, errorText, hmacHex, type PersonAct, type WebhookRequest } from "sapa/plugin";
import { SeededRandom, VirtualClock } from "sapa/plugin/testing";
import { createFakeGraph } from "./create-fake-graph.ts";
import { fakeSettings } from "./fake-options.ts";
import { metaJson } from "./sign-webhook.ts";

const sari = { name: "Sari", userId: "ID.11111111111111111111", phone: "6281234567890" };
const hello: PersonAct = { kind: "text", text: "Halo" };
const startAt = Date.UTC(2026, 10, 22, 8);

interface Delivered {
  readonly at: number;
  readonly body: string;
  readonly request: WebhookRequest;
}

/** A fake whose webhooks are answered by `answer`. */
function listen(answer: (count: number) => number | undefined = () => 200) {
  const clock = new VirtualClock(startAt);
  const delivered: Delivered[] = [];
  const fake = createFakeGraph({
    clock,
    random: new SeededRandom(7),
    deliver: (request) => {
      const body = new TextDecoder().decode(request.body);
      delivered.push({ at: clock.now() - startAt, body, request });
      return Promise.resolve(answer(delivered.length));
    },
  });
  const send = (more: object, to: object = { to: "+6281234567890" }) =>
    fake.handle({
      method: "POST",
      path: "/v26.0/200000000000002/messages",
      authorization: `Bearer ${fakeSettings.token}`,
      body: JSON.stringify({ messaging_product: "whatsapp", ...to, ...more }),
    });
  const statuses = () =>
    delivered.flatMap(({ body }) => /"status":"(\w+)"/.exec(body)?.slice(1) ?? []);
  return { clock, delivered, fake, send, statuses };
}

function failureOf(promise: Promise<void>): Promise<string> {
  return promise.then(() => "none", errorText);
}

describe("a webhook of the fake", () => {
  test("is signed over its bytes, and its bytes are ASCII as Meta's are", async () => {
    const { delivered, fake } = listen();
    await fake.act(sari, { kind: "text", text: "é 👋 / <" });
    const request = delivered[0]?.request;
    expect(request?.headers["x-hub-signature-256"]).toBe(
      `sha256=${hmacHex("simulator-app-secret", request?.body ?? "")}`,
    );
    expect(delivered[0]?.body).toContain('"body":"\\u00e9 \\ud83d\\udc4b \\/ <"');
    expect(metaJson("é")).toBe('"\\u00e9"');
  });

  test("hides what the person hides", async () => {
    const { delivered, fake } = listen();
    await fake.act({ name: "A", userId: "ID.1" }, hello);
    await fake.act({ name: "B", phone: "628111" }, hello);
    expect(delivered[0]?.body).not.toMatch(/"from"|wa_id/);
    expect(delivered[0]?.body).toContain('"from_user_id":"ID.1"');
    expect(delivered[1]?.body).not.toContain("user_id");
  });

  test("that is not answered 200 comes again, the same bytes, with growing gaps, for seven days", async () => {
    const { clock, delivered, fake } = listen(() => 503);
    const acting = fake.act(sari, hello);
    await clock.advance(8 * dayMs);
    await acting;
    expect(fake.isBusy()).toBe(false);
    expect(new Set(delivered.map(({ body }) => body)).size).toBe(1);
    const gaps = delivered.slice(1).map(({ at }, index) => at - (delivered[index]?.at ?? 0));
    expect(gaps[0]).toBeLessThan(2_000);
    expect(gaps.at(-1)).toBeGreaterThan(3 * 3_600_000);
    expect(delivered.at(-1)?.at).toBeGreaterThan(6.5 * dayMs);
    expect(delivered.at(-1)?.at).toBeLessThanOrEqual(7 * dayMs);
  });

  test.each([[201], [204], [302], [500], [undefined]])(
    "answered %p is not delivered",
    async (status) => {
      const { clock, delivered, fake } = listen((count) => (count === 1 ? status : 200));
      const acting = fake.act(sari, hello);
      await clock.advance(10_000);
      await acting;
      expect(delivered.length).toBe(2);
    },
  );

  test("whose receiver throws is not delivered", async () => {
    const { clock, delivered, fake } = listen((count) => {
      if (count < 3) throw new Error("down");
      return 200;
    });
    const acting = fake.act(sari, hello);
    await clock.advance(60_000);
    await acting;
    expect(delivered.length).toBe(3);
  });

  test("comes twice when it is told to, and late when it is told to", async () => {
    const { clock, delivered, fake } = listen();
    fake.setFaults({ duplicateWebhook: 1 });
    await fake.act(sari, hello);
    await clock.advance(60_000);
    expect(delivered.length).toBe(2);
    expect(delivered[0]?.body).toBe(delivered[1]?.body ?? "");
    fake.setFaults({ reorderWebhook: 1 });
    const acts = ["1", "2", "3", "4", "5"].map((text) => fake.act(sari, { kind: "text", text }));
    await clock.advance(10_000);
    await Promise.all(acts);
    const order = delivered.slice(2).map(({ body }) => /"body":"(\d)"/.exec(body)?.[1]);
    expect(new Set(order)).toEqual(new Set(["1", "2", "3", "4", "5"]));
    expect(order).not.toEqual(["1", "2", "3", "4", "5"]);
  });

  test("of before comes again byte for byte", async () => {
    const { delivered, fake } = listen();
    await fake.act(sari, hello);
    await fake.redeliver(sari);
    expect(delivered.length).toBe(2);
    expect(delivered[1]?.body).toBe(delivered[0]?.body ?? "");
    await fake.redeliver({ name: "Nobody", phone: "628000" });
    expect(delivered.length).toBe(2);
  });
});

describe("a receipt", () => {
  test("of a message: sent, delivered, read, with callback, ids and a price", async () => {
    const { clock, delivered, fake, send, statuses } = listen();
    await fake.act(sari, hello);
    send({ type: "text", text: { body: "a" }, biz_opaque_callback_data: "cb-1" });
    expect(fake.isBusy()).toBe(true);
    await clock.advance(60_000);
    expect(statuses()).toEqual(["sent", "delivered", "read"]);
    expect(fake.isBusy()).toBe(false);
    for (const { body } of delivered.slice(1)) {
      expect(body).toContain('"biz_opaque_callback_data":"cb-1"');
      expect(body).toContain('"recipient_user_id":"ID.11111111111111111111"');
      expect(body).toContain('"recipient_id":"6281234567890"');
    }
    expect(delivered[1]?.body).toContain('"pricing":{"billable":false,"pricing_model":"PMP"');
  });

  test("of a message to a user id names no phone number that was not used", async () => {
    const { clock, delivered, fake, send } = listen();
    await fake.act(sari, hello);
    send({ type: "text", text: { body: "a" } }, { recipient: sari.userId });
    await clock.advance(60_000);
    expect(delivered.slice(1).some(({ body }) => body.includes('"recipient_id"'))).toBe(false);
  });

  test("of a reaction is sent alone", async () => {
    const { clock, fake, send, statuses } = listen();
    await fake.act(sari, { kind: "vendor", message: { id: "wamid.X", type: "text", text: {} } });
    send({ type: "reaction", reaction: { message_id: "wamid.X", emoji: "👍" } });
    await clock.advance(60_000);
    expect(statuses()).toEqual(["sent"]);
  });

  test("comes minutes late when it is told to", async () => {
    const { clock, fake, send, statuses } = listen();
    await fake.act(sari, hello);
    fake.setFaults({ lateStatus: 1 });
    send({ type: "text", text: { body: "a" } });
    await clock.advance(20_000);
    expect(statuses()).toEqual([]);
    await clock.advance(700_000);
    expect(statuses().toSorted()).toEqual(["delivered", "read", "sent"]);
  });
});

describe("a person of the fake", () => {
  const buttons = {
    type: "interactive",
    interactive: {
      type: "button",
      body: { text: "Pilih" },
      action: { buttons: [{ type: "reply", reply: { id: "y", title: "Ya" } }] },
    },
  };

  test("taps by id or by title, on their own phone alone", async () => {
    const { delivered, fake, send } = listen();
    await fake.act(sari, hello);
    send(buttons);
    await fake.act(sari, { kind: "choice", choice: "Ya" });
    await fake.act(sari, { kind: "choice", choice: "y" });
    const tap = '"interactive":{"type":"button_reply","button_reply":{"id":"y","title":"Ya"}}';
    expect(delivered[1]?.body).toContain(tap);
    expect(delivered[2]?.body).toContain(tap);
    const budi = { name: "Budi", phone: "6285500000001" };
    const unknown = 'SIMULATOR_CHOICE_UNKNOWN: No message offers "y"';
    expect(await failureOf(fake.act(budi, { kind: "choice", choice: "y" }))).toBe(unknown);
    expect(await failureOf(fake.act(sari, { kind: "choice", choice: "z" }))).toContain("UNKNOWN");
  });

  test("taps a template's quick reply by its payload or its label", async () => {
    const { delivered, fake, send } = listen();
    fake.approve({ name: "confirm", language: "id", buttons: ["Konfirmasi", "Ubah"] });
    const template = {
      name: "confirm",
      language: { code: "id" },
      components: [
        {
          type: "button",
          sub_type: "quick_reply",
          index: "0",
          parameters: [{ type: "payload", payload: "bk:42" }],
        },
      ],
    };
    send({ type: "template", template });
    await fake.act({ name: "Sari", phone: sari.phone }, { kind: "choice", choice: "Konfirmasi" });
    await fake.act({ name: "Sari", phone: sari.phone }, { kind: "choice", choice: "Ubah" });
    expect(delivered[0]?.body).toContain('"button":{"payload":"bk:42","text":"Konfirmasi"}');
    expect(delivered[1]?.body).toContain('"button":{"payload":"Ubah","text":"Ubah"}');
  });

  test("who changes their number is the same person, open window included", async () => {
    const { delivered, fake, send } = listen();
    await fake.act(sari, hello);
    const system = {
      type: "user_changed_number",
      wa_id: "6289876543210",
      user_id: "ID.2",
      previous_user_id: sari.userId,
    };
    await fake.act(sari, { kind: "vendor", message: { type: "system", system } });
    expect(delivered[1]?.body).not.toContain('"contacts"');
    expect(send({ type: "text", text: { body: "a" } }, { to: "+6289876543210" })).toMatchObject({
      status: 200,
    });
    expect(send({ type: "text", text: { body: "a" } })).toMatchObject({ status: 400 });
  });

  test("does not open the window by a reaction", async () => {
    const { fake, send } = listen();
    fake.approve({ name: "hello_world", language: "en_US" });
    send({ type: "template", template: { name: "hello_world", language: { code: "en_US" } } });
    await fake.act({ name: "Sari", phone: sari.phone }, { kind: "reaction", emoji: "👍" });
    expect(send({ type: "text", text: { body: "a" } })).toMatchObject({ status: 400 });
    await fake.act({ name: "Sari", phone: sari.phone }, hello);
    expect(send({ type: "text", text: { body: "a" } })).toMatchObject({ status: 200 });
  });

  test("who wrote by another way is known and may be answered", () => {
    const { fake, send } = listen();
    expect(send({ type: "text", text: { body: "a" } })).toMatchObject({ status: 400 });
    fake.overhear?.({ name: "Sari", phone: sari.phone }, "wamid.HAND");
    expect(send({ type: "text", text: { body: "a" } })).toMatchObject({ status: 200 });
    expect(send({ status: "read", message_id: "wamid.HAND" })).toMatchObject({ status: 200 });
  });

  test("without any id is refused", async () => {
    const failure = await failureOf(listen().fake.act({ name: "X" }, hello));
    expect(failure).toContain("no userId and no phone");
  });
});
