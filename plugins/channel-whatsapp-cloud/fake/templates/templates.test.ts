import { describe, expect, test } from "bun:test";
import { dayMs, hourMs, type JsonObject, minuteMs } from "sapa/plugin";
import { SeededRandom, VirtualClock } from "sapa/plugin/testing";
import type { FakeGraphOptions } from "#plugins/channel-whatsapp-cloud/fake/fake-options.ts";
import { objectsOf } from "#plugins/channel-whatsapp-cloud/fake/objects-of.ts";
import { openFakeWorld, sari } from "#plugins/channel-whatsapp-cloud/fake/testing/fake-world.ts";
import { objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";

const quickReplies = [
  { type: "QUICK_REPLY", text: "Konfirmasi" },
  { type: "QUICK_REPLY", text: "Ubah" },
];
const body = { type: "BODY", text: "Halo {{1}}, janji Anda jam {{2}} besok pagi ya." };
const reminder: JsonObject = {
  name: "booking_reminder",
  category: "UTILITY",
  language: "id",
  components: [
    { type: "HEADER", format: "TEXT", text: "Pengingat {{1}}" },
    body,
    { type: "FOOTER", text: "Toko" },
    {
      type: "BUTTONS",
      buttons: [...quickReplies, { type: "URL", text: "Lihat", url: "https://example.com/{{1}}" }],
    },
  ],
};

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
      .filter(({ field }) => String(field).startsWith("message_template"))
      .map(({ value }) => textOf(objectOf(value)?.["event"]) ?? "quality");
  const sendTemplate = (name: string, language: string, components: readonly JsonObject[] = []) =>
    world.send({ type: "template", template: { name, language: { code: language }, components } });
  return { clock, ...world, create, list, told, sendTemplate };
}

const text = (value: string) => ({ type: "text", text: value });
const filled: readonly JsonObject[] = [
  { type: "header", parameters: [text("besok")] },
  { type: "body", parameters: [text("Sari"), text("10.00")] },
  { type: "button", sub_type: "url", index: "2", parameters: [text("42")] },
];

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
        components: reminder["components"] ?? null,
        id: answer["id"] ?? null,
      },
    ]);
    expect(askPath("GET", `/v26.0/${textOf(answer["id"])}?fields=category`).body).toEqual({
      category: "UTILITY",
      id: answer["id"],
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

describe("a template is refused", () => {
  const withBody = (value: string): JsonObject => ({
    ...reminder,
    components: [{ type: "BODY", text: value }],
  });
  const withButtons = (...buttons: readonly JsonObject[]): JsonObject => ({
    ...reminder,
    components: [body, { type: "BUTTONS", buttons }],
  });
  const url = { type: "URL", text: "Lihat", url: "https://example.com" };
  const [reply] = quickReplies;
  test.each<[string, JsonObject, number]>([
    ["with a name of capitals", { ...reminder, name: "Reminder" }, 100],
    ["with a long name", { ...reminder, name: "a".repeat(513) }, 2388040],
    ["in no category", { ...reminder, category: "NEWS" }, 100],
    ["in no language", { ...reminder, language: "Bahasa" }, 100],
    ["in a strange format", { ...reminder, parameter_format: "free" }, 100],
    ["without a body", { ...reminder, components: [] }, 2388072],
    ["with an empty body", withBody(" "), 2388072],
    ["with a long body", withBody("a".repeat(1_025)), 2388040],
    ["with a variable at the start", withBody("{{1}} menunggu Anda besok pagi"), 2388299],
    ["with a variable at the end", withBody("Yang menunggu Anda besok: {{1}}"), 2388299],
    ["with too many variables", withBody("Halo {{1}} {{2}} {{3}} ya"), 2388293],
    [
      "with two variables above",
      { ...reminder, components: [{ type: "HEADER", text: "{{1}} dan {{2}}" }, body] },
      2388047,
    ],
    [
      "with a long header",
      { ...reminder, components: [{ type: "HEADER", text: "a".repeat(61) }, body] },
      2388040,
    ],
    [
      "with an empty header",
      { ...reminder, components: [{ type: "HEADER", format: "TEXT" }, body] },
      2388047,
    ],
    [
      "with a variable below",
      { ...reminder, components: [body, { type: "FOOTER", text: "{{1}}" }] },
      2388073,
    ],
    [
      "with a long footer",
      { ...reminder, components: [body, { type: "FOOTER", text: "a".repeat(61) }] },
      2388040,
    ],
    ["with eleven buttons", withButtons(...Array(11).fill(reply)), 100],
    ["with three links", withButtons(url, url, url), 100],
    ["with mixed buttons", withButtons(reply ?? {}, url, reply ?? {}), 100],
    ["with a long label", withButtons({ type: "QUICK_REPLY", text: "a".repeat(26) }), 2388040],
    ["with a link to nowhere", withButtons({ type: "URL", text: "a", url: "x" }), 100],
    [
      "with a long number",
      withButtons({ type: "PHONE_NUMBER", text: "a", phone_number: "1".repeat(21) }),
      2388040,
    ],
    ["that waits too long", { ...reminder, message_send_ttl_seconds: 43_201 }, 100],
  ])("%s", (_, template, code) => {
    const { create, list } = open();
    expect(create(template).code).toBe(code);
    expect(list().length).toBe(1);
  });
});

describe("a send of a template is refused", () => {
  const change = (index: number, component: JsonObject) =>
    filled.map((item, at) => (at === index ? component : item));
  test.each<[string, readonly JsonObject[], number]>([
    ["with a value too few", change(1, { type: "body", parameters: [text("Sari")] }), 132000],
    [
      "with a value too many",
      change(1, { type: "body", parameters: [text("a"), text("b"), text("c")] }),
      132000,
    ],
    ["without its header", filled.slice(1), 132000],
    [
      "with a picture for a word",
      change(1, { type: "body", parameters: [text("a"), { type: "image" }] }),
      132012,
    ],
    ["with an empty value", change(1, { type: "body", parameters: [text("a"), text("")] }), 131008],
    [
      "with names for positions",
      change(1, { type: "body", parameters: [text("a"), { ...text("b"), parameter_name: "x" }] }),
      132012,
    ],
    [
      "with values that are too long",
      change(1, { type: "body", parameters: [text("a"), text("b".repeat(1_000))] }),
      132005,
    ],
    ["without its link's ending", filled.slice(0, 2), 131008],
    [
      "with an empty ending",
      change(2, { type: "button", sub_type: "url", index: 2, parameters: [text("")] }),
      131008,
    ],
    [
      "with a value for a button of another kind",
      [...filled, { type: "button", sub_type: "url", index: 0, parameters: [text("a")] }],
      132012,
    ],
    [
      "with a value for no button",
      [...filled, { type: "button", sub_type: "quick_reply", index: 3, parameters: [] }],
      131009,
    ],
    [
      "with a button beyond all",
      [...filled, { type: "button", sub_type: "quick_reply", index: 10, parameters: [] }],
      131009,
    ],
    [
      "with cards that it has not",
      [...filled, { type: "carousel", cards: [{ card_index: 0 }] }],
      132000,
    ],
  ])("%s", (_, components, code) => {
    const { fake, sendTemplate } = open();
    const parts = objectsOf(reminder["components"]);
    fake.approve({ name: "booking_reminder", language: "id", components: parts });
    expect(sendTemplate("booking_reminder", "id", filled).status).toBe(200);
    expect(sendTemplate("booking_reminder", "id", components).code).toBe(code);
  });

  test("with other names than its variables have", () => {
    const { fake, sendTemplate } = open();
    const named = { type: "BODY", text: "Halo {{first_name}}, jam {{time}} ya." };
    fake.approve({ name: "named", language: "id", components: [named] });
    const send = (...names: readonly string[]) => {
      const parameters = names.map((name) => ({ ...text("x"), parameter_name: name }));
      return sendTemplate("named", "id", [{ type: "body", parameters }]).code;
    };
    expect(send("time", "first_name")).toBeUndefined();
    expect(send("time", "name")).toBe(132012);
    expect(send("time")).toBe(132000);
  });

  test("with another file than its header is, or none", () => {
    const { fake, sendTemplate } = open();
    const header = { type: "HEADER", format: "IMAGE" };
    fake.approve({ name: "pictured", language: "id", components: [header, body] });
    fake.approve({
      name: "placed",
      language: "id",
      components: [{ ...header, format: "LOCATION" }],
    });
    const values = { type: "body", parameters: [text("a"), text("b")] };
    const send = (parameters: readonly JsonObject[]) =>
      sendTemplate("pictured", "id", [{ type: "header", parameters }, values]).code;
    const link = "https://example.com/a.png";
    expect(send([{ type: "image", image: { link } }])).toBeUndefined();
    expect(send([{ type: "image", image: { id: "9" } }])).toBe(100);
    expect(send([{ type: "video", video: { link } }])).toBe(132012);
    expect(send([text("a")])).toBe(132012);
    expect(sendTemplate("pictured", "id", [values]).code).toBe(132012);
    const place = (location: JsonObject) =>
      sendTemplate("placed", "id", [
        { type: "header", parameters: [{ type: "location", location }] },
      ]).code;
    expect(place({ latitude: 1, longitude: 2 })).toBeUndefined();
    expect(place({ latitude: 1 })).toBe(131008);
  });

  test("of a code to a user id, and of a code that is too long", async () => {
    const { fake, send, sendTemplate } = open();
    await fake.act(sari, { kind: "text", text: "Halo" });
    fake.approve({ name: "otp", language: "id", category: "authentication" });
    const template = { name: "otp", language: { code: "id" } };
    expect(send({ type: "template", template }).status).toBe(200);
    expect(send({ type: "template", template }, { recipient: sari.userId }).code).toBe(131062);
    const copy = { type: "COPY_CODE", example: "X" };
    fake.approve({
      name: "coupon",
      language: "id",
      components: [{ type: "BUTTONS", buttons: [copy] }],
    });
    const button = (code: string) => ({
      type: "button",
      sub_type: "copy_code",
      index: 0,
      parameters: [{ type: "coupon_code", coupon_code: code }],
    });
    expect(sendTemplate("coupon", "id", [button("HEMAT25")]).status).toBe(200);
    expect(sendTemplate("coupon", "id", [button("X".repeat(16))]).code).toBe(131009);
    expect(sendTemplate("coupon", "id").code).toBe(131008);
  });
});
