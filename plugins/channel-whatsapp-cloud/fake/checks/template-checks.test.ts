import { describe, expect, test } from "bun:test";
import type { JsonObject } from "sapa/plugin";
import { SeededRandom, VirtualClock } from "sapa/plugin/testing";
import { openFakeWorld, sari } from "#plugins/channel-whatsapp-cloud/fake/testing/fake-world.ts";
import {
  templateBody as body,
  filledReminder as filled,
  quickReplies,
  reminder,
  textValue as text,
} from "#plugins/channel-whatsapp-cloud/fake/testing/template-samples.ts";
import { listOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";

function open() {
  const clock = new VirtualClock(Date.UTC(2026, 10, 22, 8));
  const world = openFakeWorld({ clock, random: new SeededRandom(7) }, { receipts: false });
  const create = (template: JsonObject) => world.askAccount("POST", "/message_templates", template);
  const count = () => listOf(world.askAccount("GET", "/message_templates").body["data"]).length;
  const sendTemplate = (name: string, language: string, components: readonly JsonObject[] = []) =>
    world.send({ type: "template", template: { name, language: { code: language }, components } });
  return { ...world, create, count, sendTemplate };
}

describe("a template is refused", () => {
  const withBody = (value: string): JsonObject => ({
    ...reminder,
    components: [{ type: "BODY", text: value }],
  });
  const withParts = (...parts: readonly JsonObject[]): JsonObject => ({
    ...reminder,
    components: [body, ...parts],
  });
  const withButtons = (...buttons: readonly JsonObject[]): JsonObject =>
    withParts({ type: "BUTTONS", buttons });
  const url = { type: "URL", text: "Lihat", url: "https://example.com" };
  const [reply] = quickReplies;
  const phone = { type: "PHONE_NUMBER", text: "a", phone_number: "1".repeat(21) };
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
    ["with two variables above", withParts({ type: "HEADER", text: "{{1}} dan {{2}}" }), 2388047],
    ["with a long header", withParts({ type: "HEADER", text: "a".repeat(61) }), 2388040],
    ["with an empty header", withParts({ type: "HEADER", format: "TEXT" }), 2388047],
    ["with a variable below", withParts({ type: "FOOTER", text: "{{1}}" }), 2388073],
    ["with a long footer", withParts({ type: "FOOTER", text: "a".repeat(61) }), 2388040],
    ["with eleven buttons", withButtons(...Array.from({ length: 11 }, () => reply)), 100],
    ["with three links", withButtons(url, url, url), 100],
    ["with mixed buttons", withButtons(reply, url, reply), 100],
    ["with a long label", withButtons({ type: "QUICK_REPLY", text: "a".repeat(26) }), 2388040],
    ["with a link to nowhere", withButtons({ type: "URL", text: "a", url: "x" }), 100],
    ["with a long number", withButtons(phone), 2388040],
    ["that waits too long", { ...reminder, message_send_ttl_seconds: 43_201 }, 100],
  ])("%s", (_, template, code) => {
    const { create, count } = open();
    expect(create(template).code).toBe(code);
    expect(count()).toBe(1);
  });
});

describe("a send of a template is refused", () => {
  const change = (index: number, component: JsonObject) =>
    filled.map((item, at) => (at === index ? component : item));
  const withValues = (...parameters: readonly JsonObject[]) =>
    change(1, { type: "body", parameters });
  const withButton = (sub_type: string, index: number, ...parameters: readonly JsonObject[]) => [
    ...filled,
    { type: "button", sub_type, index, parameters },
  ];
  test.each<[string, readonly JsonObject[], number]>([
    ["with a value too few", withValues(text("Sari")), 132000],
    ["with a value too many", withValues(text("a"), text("b"), text("c")), 132000],
    ["without its header", filled.slice(1), 132000],
    ["with a picture for a word", withValues(text("a"), { type: "image" }), 132012],
    ["with an empty value", withValues(text("a"), text("")), 131008],
    [
      "with names for positions",
      withValues(text("a"), { ...text("b"), parameter_name: "x" }),
      132012,
    ],
    ["with values that are too long", withValues(text("a"), text("b".repeat(1_000))), 132005],
    ["without its link's ending", filled.slice(0, 2), 131008],
    [
      "with an empty ending",
      change(2, { type: "button", sub_type: "url", index: 2, parameters: [text("")] }),
      131008,
    ],
    ["with a value for a button of another kind", withButton("url", 0, text("a")), 132012],
    ["with a value for no button", withButton("quick_reply", 3), 131009],
    ["with a button beyond all", withButton("quick_reply", 10), 131009],
    ["with cards that it has not", [...filled, { type: "carousel", cards: [{}] }], 132000],
  ])("%s", (_, components, code) => {
    const { fake, sendTemplate } = open();
    const { name, language, components: parts } = reminder;
    fake.approve({ name, language, components: parts });
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
    const place = { type: "HEADER", format: "LOCATION" };
    fake.approve({ name: "pictured", language: "id", components: [header, body] });
    fake.approve({ name: "placed", language: "id", components: [place] });
    const values = { type: "body", parameters: [text("a"), text("b")] };
    const send = (...parameters: readonly JsonObject[]) =>
      sendTemplate("pictured", "id", [{ type: "header", parameters }, values]).code;
    const link = "https://example.com/a.png";
    expect(send({ type: "image", image: { link } })).toBeUndefined();
    expect(send({ type: "image", image: { id: "9" } })).toBe(100);
    expect(send({ type: "video", video: { link } })).toBe(132012);
    expect(send(text("a"))).toBe(132012);
    expect(sendTemplate("pictured", "id", [values]).code).toBe(132012);
    const sendPlace = (location: JsonObject) => {
      const parameters = [{ type: "location", location }];
      return sendTemplate("placed", "id", [{ type: "header", parameters }]).code;
    };
    expect(sendPlace({ latitude: 1, longitude: 2 })).toBeUndefined();
    expect(sendPlace({ latitude: 1 })).toBe(131008);
  });

  test("with fewer cards than it has, or a card that does not fit", () => {
    const { fake, sendTemplate } = open();
    const card = { components: [{ type: "HEADER", format: "IMAGE" }, body] };
    const carousel = { type: "CAROUSEL", cards: [card, card] };
    fake.approve({
      name: "cards",
      language: "id",
      components: [{ type: "BODY", text: "Promo" }, carousel],
    });
    const image = { type: "image", image: { link: "https://example.com/a.png" } };
    const filledCard = (...values: readonly string[]) => ({
      components: [
        { type: "header", parameters: [image] },
        { type: "body", parameters: values.map(text) },
      ],
    });
    const send = (...cards: readonly JsonObject[]) =>
      sendTemplate("cards", "id", [{ type: "carousel", cards }]).code;
    expect(send(filledCard("a", "b"), filledCard("c", "d"))).toBeUndefined();
    expect(send(filledCard("a", "b"))).toBe(132000);
    expect(send(filledCard("a", "b"), filledCard("c"))).toBe(132000);
  });

  test("of a code to a user id, and of a code that is too long", async () => {
    const { fake, send, sendTemplate } = open();
    await fake.act(sari, { kind: "text", text: "Halo" });
    fake.approve({ name: "otp", language: "id", category: "authentication" });
    const template = { name: "otp", language: { code: "id" } };
    expect(send({ type: "template", template }).status).toBe(200);
    expect(send({ type: "template", template }, { recipient: sari.userId }).code).toBe(131062);
    const copy = { type: "BUTTONS", buttons: [{ type: "COPY_CODE", example: "X" }] };
    fake.approve({ name: "coupon", language: "id", components: [copy] });
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
