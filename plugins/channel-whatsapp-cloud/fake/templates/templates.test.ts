import { describe, expect, test } from "bun:test";
import { dayMs, hourMs, type JsonObject, minuteMs } from "sapa/plugin";
import { SeededRandom, VirtualClock } from "sapa/plugin/testing";
import type { FakeGraphOptions } from "#plugins/channel-whatsapp-cloud/fake/fake-options.ts";
import { objectsOf } from "#plugins/channel-whatsapp-cloud/fake/objects-of.ts";
import { openFakeWorld } from "#plugins/channel-whatsapp-cloud/fake/testing/fake-world.ts";
import {
  filledReminder as filled,
  reminder,
} from "#plugins/channel-whatsapp-cloud/fake/testing/template-samples.ts";
import { objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";

function open(more: Partial<FakeGraphOptions> = {}) {
  const clock = new VirtualClock(Date.UTC(2026, 10, 22, 8));
  const world = openFakeWorld(
    { clock, random: new SeededRandom(7) },
    { receipts: false, pair: { everyMs: 1, burst: 1_000 }, ...more },
  );
  const create = (template: JsonObject) => world.askAccount("POST", "/message_templates", template);
  const list = (query = "") =>
    objectsOf(world.askAccount("GET", `/message_templates${query}`).body["data"]);
  const told = () =>
    world
      .changes()
      .filter(({ field }) => textOf(field)?.startsWith("message_template") === true)
      .map(({ value }) => textOf(objectOf(value)?.["event"]) ?? "quality");
  const sendTemplate = (name: string, language: string, components: readonly JsonObject[] = []) =>
    world.send({ type: "template", template: { name, language: { code: language }, components } });
  return { clock, ...world, create, list, told, sendTemplate };
}

describe("a template", () => {
  test("is handed in, reviewed, told of, listed and sent", async () => {
    const { clock, fake, create, list, told, sendTemplate, askPath, changes } = open();
    const answer = create(reminder).body;
    expect(answer).toEqual({ id: expect.any(String), status: "PENDING", category: "UTILITY" });
    expect(sendTemplate("booking_reminder", "id", filled).code).toBe(132001);
    expect(fake.isBusy()).toBe(true);
    await clock.advance(11 * minuteMs);
    expect(fake.isBusy()).toBe(false);
    expect(told()).toEqual(["APPROVED"]);
    expect(changes()[0]?.["value"]).toEqual({
      event: "APPROVED",
      message_template_id: Number(answer["id"]),
      message_template_name: "booking_reminder",
      message_template_language: "id",
      message_template_category: "UTILITY",
      reason: "NONE",
    });
    expect(list("?name=booking&fields=name,status,components")).toEqual([
      {
        name: "booking_reminder",
        status: "APPROVED",
        components: reminder.components,
        id: answer["id"] ?? null,
      },
    ]);
    expect(askPath("GET", `/v26.0/${textOf(answer["id"])}?fields=category`).body).toEqual({
      category: "UTILITY",
      id: answer["id"] ?? null,
    });
    expect(sendTemplate("booking_reminder", "id", filled)).toMatchObject({ status: 200 });
    expect(sendTemplate("booking_reminder", "en", filled).code).toBe(132001);
    expect(fake.shown()[0]).toMatchObject({
      template: { name: "booking_reminder", values: ["Sari", "10.00"] },
      options: [
        { id: "Konfirmasi", title: "Konfirmasi" },
        { id: "Ubah", title: "Ubah" },
      ],
    });
  });

  test("is rejected, or waits, if the review is told to", async () => {
    const rejecting = open({ templateReview: "reject" });
    rejecting.create(reminder);
    await rejecting.clock.advance(11 * minuteMs);
    expect(rejecting.told()).toEqual(["REJECTED"]);
    expect(rejecting.sendTemplate("booking_reminder", "id", filled).code).toBe(132001);
    const holding = open({ templateReview: "hold" });
    holding.create(reminder);
    expect(holding.fake.isBusy()).toBe(false);
    await holding.clock.advance(dayMs);
    expect(holding.told()).toEqual([]);
    const act = { kind: "template", name: "booking_reminder", language: "id" } as const;
    await holding.fake.announce({ ...act, decision: "approved" });
    expect(holding.sendTemplate("booking_reminder", "id", filled).status).toBe(200);
  });

  test("is paused for three hours, then six, then disabled", async () => {
    const { clock, fake, told, sendTemplate, list } = open();
    const act = { kind: "template", name: "hello_world", language: "en_US" } as const;
    const code = () => sendTemplate("hello_world", "en_US").code;
    await fake.announce({ ...act, decision: "paused" });
    expect(code()).toBe(132015);
    await clock.advance(3 * hourMs - 1);
    expect(code()).toBe(132015);
    await clock.advance(1);
    expect(code()).toBeUndefined();
    await fake.announce({ ...act, decision: "paused" });
    await clock.advance(3 * hourMs);
    expect(code()).toBe(132015);
    await clock.advance(3 * hourMs);
    expect(code()).toBeUndefined();
    await fake.announce({ ...act, decision: "paused" });
    expect(code()).toBe(132016);
    expect(told()).toEqual(["PAUSED", "APPROVED", "PAUSED", "APPROVED", "DISABLED"]);
    expect(list("?status=disabled").length).toBe(1);
  });

  test("is taken out of its pause by hand", async () => {
    const { fake, askPath, list, sendTemplate } = open();
    const id = textOf(list()[0]?.["id"]) ?? "";
    expect(askPath("POST", `/v26.0/${id}/unpause`).code).toBe(100);
    const act = { kind: "template", name: "hello_world", language: "en_US" } as const;
    await fake.announce({ ...act, decision: "paused" });
    expect(askPath("POST", `/v26.0/${id}/unpause`).body).toEqual({ success: true });
    expect(sendTemplate("hello_world", "en_US").status).toBe(200);
  });

  test("stays in its second pause when the first one would have ended", async () => {
    const { clock, fake, list, askPath, sendTemplate } = open();
    const act = { kind: "template", name: "hello_world", language: "en_US" } as const;
    await fake.announce({ ...act, decision: "paused" });
    askPath("POST", `/v26.0/${textOf(list()[0]?.["id"])}/unpause`);
    await fake.announce({ ...act, decision: "paused" });
    await clock.advance(6 * hourMs - 1);
    expect(sendTemplate("hello_world", "en_US").code).toBe(132015);
    await clock.advance(1);
    expect(sendTemplate("hello_world", "en_US").status).toBe(200);
  });

  test("is changed once a day while it is approved, and reviewed again", async () => {
    const { clock, create, told, askPath, sendTemplate } = open();
    const id = textOf(create(reminder).body["id"]) ?? "";
    const edit = (change: JsonObject) => askPath("POST", `/v26.0/${id}`, change);
    const components = [{ type: "BODY", text: "Sampai besok pagi ya." }];
    expect(edit({ components }).code).toBe(100);
    await clock.advance(11 * minuteMs);
    expect(edit({ category: "MARKETING" }).code).toBe(100);
    expect(edit({}).code).toBe(100);
    expect(edit({ components: [] }).code).toBe(2388072);
    expect(edit({ components }).body).toEqual({ success: true });
    expect(sendTemplate("booking_reminder", "id").code).toBe(132001);
    await clock.advance(11 * minuteMs);
    expect(sendTemplate("booking_reminder", "id").status).toBe(200);
    expect(edit({ components }).code).toBe(100);
    await clock.advance(dayMs);
    expect(edit({ components }).status).toBe(200);
    await clock.advance(11 * minuteMs);
    expect(told()).toEqual(["APPROVED", "APPROVED", "APPROVED"]);
  });

  test("is deleted by name in all languages or by id in one, and its name rests 30 days", async () => {
    const { clock, create, list, askAccount } = open();
    create(reminder);
    create({ ...reminder, language: "en" });
    const other = textOf(create({ ...reminder, language: "ms" }).body["id"]) ?? "";
    const remove = (query: string) => askAccount("DELETE", `/message_templates${query}`);
    expect(remove("").code).toBe(100);
    expect(remove("?name=nobody").code).toBe(100);
    expect(remove(`?hsm_id=${other}&name=booking_reminder`).body).toEqual({ success: true });
    expect(list().map(({ language }) => language)).toEqual(["en_US", "id", "en"]);
    expect(remove("?name=booking_reminder").body).toEqual({ success: true });
    expect(list().length).toBe(1);
    expect(create(reminder).code).toBe(100);
    await clock.advance(30 * dayMs);
    expect(create(reminder).status).toBe(200);
  });

  test("is one of 250, listed in pages", () => {
    const { create, list, askAccount } = open({ templateReview: "hold" });
    for (let index = 1; index < 250; index += 1) create({ ...reminder, name: `t_${index}` });
    expect(create({ ...reminder, name: "one_more" }).code).toBe(2388019);
    expect(create({ ...reminder, name: "t_7" }).code).toBe(100);
    const seen: unknown[] = [];
    let query = "?limit=100";
    for (let page = 0; page < 3; page += 1) {
      seen.push(...list(query).map(({ name }) => name));
      const paging = objectOf(askAccount("GET", `/message_templates${query}`).body["paging"]);
      expect(paging?.["next"] === undefined).toBe(page === 2);
      query = `?limit=100&after=${textOf(objectOf(paging?.["cursors"])?.["after"])}`;
    }
    expect(new Set(seen).size).toBe(250);
  });
});
