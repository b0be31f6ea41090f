import { describe, expect, test } from "bun:test";
import { dayMs, hourMs, type JsonObject, minuteMs, type SimulatedPerson } from "sapa/plugin";
import { SeededRandom, VirtualClock } from "sapa/plugin/testing";
import type { FakeGraphOptions } from "#plugins/channel-whatsapp-cloud/fake/fake-options.ts";
import { openFakeWorld, sari } from "#plugins/channel-whatsapp-cloud/fake/testing/fake-world.ts";
import { richMessages } from "#plugins/channel-whatsapp-cloud/fake/testing/rich-messages.ts";
import { listOf, objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";

const startAt = Date.UTC(2026, 10, 22, 8);
const free = { everyMs: 0, burst: 1 };
const text: JsonObject = { type: "text", text: { body: "Halo juga" } };
const template = (name: string): JsonObject => ({
  type: "template",
  template: { name, language: { code: "id" } },
});
const ad = { source_type: "ad", source_id: "1" };

async function open(more: Partial<FakeGraphOptions> = {}, person: SimulatedPerson = sari) {
  const clock = new VirtualClock(startAt);
  const world = openFakeWorld(
    { clock, random: new SeededRandom(7) },
    { pair: free, throughput: free, ...more },
  );
  await world.fake.act(person, { kind: "text", text: "Halo" });
  for (const category of ["marketing", "utility", "authentication"] as const) {
    world.fake.approve({ name: category, language: "id", category });
  }
  const words = () => world.statuses().map(({ status }) => status);
  const types = () => world.statuses().map(({ pricing }) => objectOf(pricing)?.["type"]);
  const lastPriced = () => world.statuses().findLast(({ pricing }) => pricing !== undefined) ?? {};
  return { clock, ...world, words, types, lastPriced };
}

describe("a receipt", () => {
  test("of a voice note also tells when it was heard", async () => {
    const { clock, send, words, types } = await open();
    send(richMessages.audio);
    await clock.advance(minuteMs);
    expect(words()).toEqual(["sent", "delivered", "read", "played"]);
    const free = "free_customer_service";
    expect(types()).toEqual([free, free, undefined, undefined]);
  });

  test("waits for a phone that is off, and comes when it is on", async () => {
    const { clock, fake, send, words, statuses } = await open();
    await fake.act(sari, { kind: "phone", isOn: false });
    send(text);
    send(text);
    await clock.advance(dayMs);
    expect(words()).toEqual(["sent", "sent"]);
    expect(fake.isBusy()).toBe(false);
    await fake.act(sari, { kind: "phone", isOn: true });
    expect(fake.isBusy()).toBe(true);
    await clock.advance(minuteMs);
    const count = (word: string) => words().filter((other) => other === word).length;
    expect(["sent", "delivered", "read"].map(count)).toEqual([2, 2, 2]);
    expect(Number(statuses().at(-1)?.["timestamp"])).toBeGreaterThan((startAt + dayMs) / 1_000);
  });

  test("comes when it is told of, where none comes by itself", async () => {
    const { clock, fake, send, words, statuses } = await open({ receipts: false });
    send(text);
    await clock.advance(dayMs);
    expect(words()).toEqual([]);
    const vendorId = fake.shown()[0]?.vendorId ?? "";
    expect(await fake.tellReceipt(vendorId, { kind: "delivered" })).toBe(true);
    expect(await fake.tellReceipt(vendorId, { kind: "read" })).toBe(true);
    expect(await fake.tellReceipt(vendorId, { kind: "failed" })).toBe(true);
    expect(await fake.tellReceipt(vendorId, { kind: "failed", code: 131049 })).toBe(true);
    expect(await fake.tellReceipt("wamid.none", { kind: "read" })).toBe(false);
    expect(words()).toEqual(["delivered", "read", "failed", "failed"]);
    const codes = statuses().map(({ errors }) => objectOf(listOf(errors)[0])?.["code"]);
    expect(codes).toEqual([undefined, undefined, 131026, 131049]);
  });

  test("does not come after thirty days, or after the template's own time", async () => {
    const { clock, fake, send, words, askAccount } = await open();
    const short = {
      name: "short",
      category: "UTILITY",
      language: "id",
      message_send_ttl_seconds: 3_600,
      components: [{ type: "BODY", text: "Sampai nanti." }],
    };
    askAccount("POST", "/message_templates", short);
    await clock.advance(11 * minuteMs);
    await fake.act(sari, { kind: "phone", isOn: false });
    send(template("short"));
    send(text);
    await clock.advance(2 * hourMs);
    await fake.act(sari, { kind: "phone", isOn: true });
    await clock.advance(minuteMs);
    expect(words().filter((word) => word === "delivered").length).toBe(1);
    await fake.act(sari, { kind: "phone", isOn: false });
    send(text);
    await clock.advance(30 * dayMs);
    await fake.act(sari, { kind: "phone", isOn: true });
    await clock.advance(minuteMs);
    expect(words().filter((word) => word === "delivered").length).toBe(1);
  });

  test("of reading does not come from who hides it", async () => {
    const { clock, fake, send, words } = await open();
    await fake.act(sari, { kind: "phone", tellsReads: false });
    send(text);
    await clock.advance(minuteMs);
    expect(words()).toEqual(["sent", "delivered"]);
  });

  test("of reading comes alone from who has the chat open", async () => {
    const { clock, fake, send, words, types } = await open();
    fake.setFaults({ skippedDelivered: 1 });
    send(text);
    await clock.advance(minuteMs);
    expect(words()).toEqual(["sent", "read"]);
    expect(types()).toEqual(["free_customer_service", "free_customer_service"]);
  });

  test("that is late tells when it happened", async () => {
    const { clock, fake, send, statuses, requests } = await open();
    fake.setFaults({ lateStatus: 1 });
    send(text);
    await clock.advance(20 * minuteMs);
    expect(statuses().length).toBe(3);
    for (const status of statuses()) {
      expect(Number(status["timestamp"])).toBeLessThan(startAt / 1_000 + 20);
    }
    expect(Number(requests.at(-1)?.receivedAt)).toBeGreaterThan(startAt + 20_000);
  });

  test("names the person as Meta does, status by status", async () => {
    const dewi = { ...sari, parentUserId: "ID.ENT.1" };
    const { clock, send, changes, statuses } = await open({}, dewi);
    send(text);
    await clock.advance(minuteMs);
    const contacts = changes()
      .slice(1)
      .map(({ value }) => listOf(objectOf(value)?.["contacts"])[0]);
    const ids = { wa_id: sari.phone, user_id: sari.userId, parent_user_id: "ID.ENT.1" };
    const known = { profile: { name: "Sari", username: "sari.w" }, ...ids };
    expect(contacts).toEqual([{ profile: { name: "Sari" }, ...ids }, known, known]);
    expect(statuses()[0]).toMatchObject({
      recipient_id: sari.phone,
      recipient_user_id: sari.userId,
      recipient_parent_user_id: "ID.ENT.1",
    });
  });
});

describe("a message that is taken and fails", () => {
  test("is told once, with the code, without a contact, and with the ids that Meta tells", async () => {
    const { clock, fake, send, changes, statuses } = await open();
    fake.setFaults({ fail: { code: 131047, count: 2 } });
    expect(send({ ...text, biz_opaque_callback_data: "cb" }).status).toBe(200);
    expect(send(text, { recipient: sari.userId }).status).toBe(200);
    expect(send(text).status).toBe(200);
    await clock.advance(minuteMs);
    const failed = statuses().filter(({ status }) => status === "failed");
    expect(failed.length).toBe(2);
    expect(failed.find(({ recipient_id }) => recipient_id === sari.phone)).toEqual({
      id: expect.any(String),
      status: "failed",
      timestamp: expect.any(String),
      recipient_id: sari.phone,
      biz_opaque_callback_data: "cb",
      errors: [
        {
          code: 131047,
          title: "Re-engagement message",
          message: "Re-engagement message",
          error_data: { details: "Re-engagement message" },
          href: expect.stringContaining("error-codes"),
        },
      ],
    });
    expect(failed.some(({ recipient_user_id }) => recipient_user_id === sari.userId)).toBe(true);
    const first = changes().find(({ value }) => JSON.stringify(value).includes('"failed"'));
    expect(first?.["value"]).not.toHaveProperty("contacts");
  });

  test("because the person has left, until they are back", async () => {
    const { clock, fake, send, statuses } = await open();
    await fake.act(sari, { kind: "phone", isGone: true });
    expect(send(text).status).toBe(200);
    await clock.advance(minuteMs);
    expect(listOf(statuses()[0]?.["errors"])[0]).toMatchObject({ code: 131026 });
    await fake.act(sari, { kind: "text", text: "Kembali" });
    send(text);
    await clock.advance(minuteMs);
    expect(statuses().at(-1)?.["status"]).toBe("read");
  });

  test("because they stopped marketing, and nothing but marketing", async () => {
    const { clock, fake, send, statuses } = await open();
    await fake.act(sari, { kind: "preference", wants: false });
    send(template("marketing"));
    await clock.advance(minuteMs);
    expect(listOf(statuses()[0]?.["errors"])[0]).toMatchObject({ code: 131050 });
    send(template("utility"));
    await fake.act(sari, { kind: "preference", wants: true });
    send(template("marketing"));
    await clock.advance(minuteMs);
    expect(statuses().filter(({ status }) => status === "failed").length).toBe(1);
  });

  test("because marketing does not go to the United States", async () => {
    const { clock, send, statuses } = await open();
    expect(send(template("marketing"), { to: "+12025550123" }).status).toBe(200);
    await clock.advance(minuteMs);
    expect(listOf(statuses()[0]?.["errors"])[0]).toMatchObject({ code: 131049 });
  });

  test("because it reacts to what nobody sent", async () => {
    const { clock, send, statuses, lastMessage } = await open();
    const reaction = (id: unknown) => ({
      type: "reaction",
      reaction: { message_id: String(id), emoji: "👍" },
    });
    send(reaction("wamid.X"));
    await clock.advance(minuteMs);
    expect(listOf(statuses()[0]?.["errors"])[0]).toMatchObject({ code: 131009 });
    send(reaction(lastMessage()["id"]));
    await clock.advance(minuteMs);
    expect(statuses().map(({ status }) => status)).toEqual(["failed", "sent"]);
  });
});

describe("an ordered refusal", () => {
  test("meets so many messages and no read receipt, with Meta's status", async () => {
    const { fake, ask, send, lastMessage } = await open();
    fake.setFaults({ refuse: { code: 131042, count: 2 } });
    const read = {
      messaging_product: "whatsapp",
      status: "read",
      message_id: textOf(lastMessage()["id"]) ?? "",
    };
    expect(ask("POST", "/messages", read).status).toBe(200);
    const answers = [send(text), send(text), send(text)].map(({ status, code }) => [status, code]);
    expect(answers).toEqual([
      [400, 131042],
      [400, 131042],
      [200, undefined],
    ]);
    for (const [code, status] of [
      [0, 401],
      [2, 503],
      [368, 403],
      [130429, 400],
      [131016, 500],
      [132001, 404],
      [999_999, 400],
    ] as const) {
      fake.setFaults({ refuse: { code, count: 1 } });
      expect(send(text)).toMatchObject({ status, code });
    }
    fake.setFaults({ refuse: { code: 1, count: 5 } });
    fake.setFaults({});
    expect(send(text).status).toBe(200);
  });
});

describe("a price", () => {
  test("is nothing for the first thousand free-form messages a month, then regular", async () => {
    const { clock, fake, send, lastPriced, statuses } = await open();
    for (let index = 0; index < 1_002; index += 1) send(text);
    await clock.advance(minuteMs);
    const sent = statuses().filter(({ status }) => status === "sent");
    const count = (type: string) =>
      sent.filter(({ pricing }) => objectOf(pricing)?.["type"] === type).length;
    expect([count("free_customer_service"), count("regular")]).toEqual([1_000, 2]);
    const regular = sent.find(({ pricing }) => objectOf(pricing)?.["type"] === "regular");
    expect(regular?.["pricing"]).toEqual({
      billable: true,
      pricing_model: "PMP",
      type: "regular",
      category: "service",
    });
    clock.jump(Date.UTC(2026, 11, 1));
    await fake.act(sari, { kind: "text", text: "Halo" });
    send(text);
    await clock.advance(minuteMs);
    expect(objectOf(lastPriced()["pricing"])?.["type"]).toBe("free_customer_service");
  });

  test("takes none of the thousand for what fails", async () => {
    const { clock, fake, send, types, lastPriced } = await open();
    fake.setFaults({ fail: { code: 131026, count: 500 } });
    for (let index = 0; index < 1_500; index += 1) send(text);
    await clock.advance(minuteMs);
    expect(types().includes("regular")).toBe(false);
    send(text);
    await clock.advance(minuteMs);
    expect(objectOf(lastPriced()["pricing"])?.["type"]).toBe("regular");
  });

  test("of a template is its category's", async () => {
    const { clock, send, lastPriced } = await open();
    for (const name of ["marketing", "utility", "authentication"]) {
      send(template(name));
      await clock.advance(minuteMs);
      expect(lastPriced()["pricing"]).toMatchObject({ type: "regular", category: name });
    }
  });

  test("is nothing for 72 hours after an advertisement was answered within a day", async () => {
    const { clock, fake, send, lastPriced } = await open();
    await fake.act(sari, { kind: "text", text: "Info dong", ad });
    await clock.advance(23 * hourMs);
    send(template("marketing"));
    await clock.advance(minuteMs);
    const until = startAt + 23 * hourMs + 72 * hourMs;
    expect(lastPriced()).toMatchObject({
      pricing: { billable: false, type: "free_entry_point", category: "referral_conversion" },
      conversation: {
        origin: { type: "referral_conversion" },
        expiration_timestamp: String(until / 1_000),
      },
    });
    clock.jump(until - 1);
    send(template("utility"));
    await clock.advance(minuteMs);
    expect(lastPriced()["pricing"]).toMatchObject({ type: "free_entry_point" });
    send(template("utility"));
    await clock.advance(minuteMs);
    expect(lastPriced()["pricing"]).toMatchObject({ type: "regular" });
    expect(lastPriced()).not.toHaveProperty("conversation");
  });

  test("is the usual one if the advertisement was answered too late", async () => {
    const { clock, fake, send, lastPriced } = await open();
    await fake.act(sari, { kind: "text", text: "Info dong", ad });
    await clock.advance(dayMs);
    send(template("utility"));
    await clock.advance(minuteMs);
    expect(objectOf(lastPriced()["pricing"])?.["type"]).toBe("regular");
  });
});
