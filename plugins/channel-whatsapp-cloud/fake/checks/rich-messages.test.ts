import { describe, expect, test } from "bun:test";
import type { JsonObject } from "sapa/plugin";
import { SeededRandom, VirtualClock } from "sapa/plugin/testing";
import { openFakeWorld, sari } from "#plugins/channel-whatsapp-cloud/fake/testing/fake-world.ts";
import { formBody } from "#plugins/channel-whatsapp-cloud/fake/testing/form-body.ts";
import { mediaSamples } from "#plugins/channel-whatsapp-cloud/fake/testing/media-samples.ts";
import {
  linkCard,
  productCard,
  richMessages,
} from "#plugins/channel-whatsapp-cloud/fake/testing/rich-messages.ts";
import { objectOf, readJson, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";

/** A fake with Sari's window open and one file of each type, by name. */
async function open() {
  const clock = new VirtualClock(Date.UTC(2026, 10, 22, 8));
  const world = openFakeWorld(
    { clock, random: new SeededRandom(7) },
    { receipts: false, pair: { everyMs: 1, burst: 1_000 } },
  );
  await world.fake.act(sari, { kind: "text", text: "Halo" });
  world.fake.approve({ name: "confirm", language: "id" });
  const upload = (mime: string, content: Uint8Array): string => {
    const form = formBody({ messaging_product: "whatsapp" }, { mime, content });
    const reply = world.raw({ method: "POST", path: "/v26.0/200000000000002/media", ...form });
    return textOf(objectOf(readJson(reply.kind === "answer" ? reply.body : ""))?.["id"]) ?? "";
  };
  return { ...world, upload, clock };
}

const a = (count: number) => "a".repeat(count);

/** The message with `change` laid over its `interactive` object. */
function changed(message: JsonObject, change: JsonObject): JsonObject {
  return { ...message, interactive: { ...objectOf(message["interactive"]), ...change } };
}

const actionOf = (message: JsonObject) =>
  objectOf(objectOf(message["interactive"])?.["action"]) ?? {};

/** The message with `change` laid over its action's parameters. */
function reparametrised(message: JsonObject, change: JsonObject): JsonObject {
  const action = actionOf(message);
  return changed(message, {
    action: { ...action, parameters: { ...objectOf(action["parameters"]), ...change } },
  });
}

/** The form with `change` laid over its parameters and one of them taken away. */
function flowWith(change: JsonObject, without: string): JsonObject {
  const { [without]: _, ...parameters } = objectOf(actionOf(richMessages.flow)["parameters"]) ?? {};
  const action = { name: "flow", parameters: { ...parameters, ...change } };
  return changed(richMessages.flow, { action });
}

const { buttons, list, link, carousel, catalog, product, productList, flow } = richMessages;
const { locationRequest, address, callPermission, voiceCall, contactRequest } = richMessages;
const cards = (...items: readonly JsonObject[]) => changed(carousel, { action: { cards: items } });
const products = (count: number, perSection: number) =>
  changed(productList, {
    action: {
      catalog_id: "700",
      sections: Array.from({ length: count }, (_, section) => ({
        title: `S${section}`,
        product_items: Array.from({ length: perSection }, (_item, index) => ({
          product_retailer_id: `${section}-${index}`,
        })),
      })),
    },
  });
const contact = (name: JsonObject): JsonObject => ({ type: "contacts", contacts: [{ name }] });
const file = (type: string, more: JsonObject): JsonObject => ({ type, [type]: more });
const header = (message: JsonObject, value: JsonObject) => changed(message, { header: value });
const picture = { type: "image", image: { link: "https://example.com/a.png" } };

describe("the fake takes", () => {
  test.each(Object.entries(richMessages))("Meta's %s", async (_, message) => {
    const { send, fake } = await open();
    expect(send(message)).toMatchObject({ status: 200, code: undefined });
    expect(fake.shown().at(-1)?.body).toMatchObject(message);
    expect(fake.shown().at(-1)?.text).not.toBe("");
  });

  test.each<[string, JsonObject]>([
    ["ten cards", cards(...Array.from({ length: 10 }, (_, index) => linkCard(index)))],
    ["a card without words", cards(linkCard(0, { body: {} }), linkCard(1))],
    ["a card of two line breaks", cards(linkCard(0, { body: { text: "a\nb\nc" } }), linkCard(1))],
    ["thirty products in ten sections", products(10, 3)],
    ["a product without words", changed(product, { body: {} })],
    ["a form by name", flowWith({ flow_name: "survey" }, "flow_id")],
    [
      "a form whose server decides",
      flowWith({ flow_action: "data_exchange" }, "flow_action_payload"),
    ],
    [
      "257 contacts",
      {
        type: "contacts",
        contacts: Array(257).fill({ name: { formatted_name: "A", first_name: "A" } }),
      },
    ],
    ["a caption of 1,024", file("image", { link: "https://example.com/a.png", caption: a(1_024) })],
    ["the edge of the world", file("location", { latitude: -90, longitude: "180" })],
    ["a picture above a link", header(link, picture)],
  ])("%s", async (_, message) => {
    expect((await open()).send(message)).toMatchObject({ status: 200, code: undefined });
  });
});

describe("the fake refuses", () => {
  const missing = 131008;
  const bad = 131009;
  test.each<[string, JsonObject, number]>([
    ["a footer where there is none", changed(carousel, { footer: { text: "x" } }), bad],
    ["a long footer", changed(buttons, { footer: { text: a(61) } }), bad],
    ["a long header", header(buttons, { type: "text", text: a(61) }), bad],
    ["a header without words", header(buttons, { type: "text" }), missing],
    ["a header of no kind", header(buttons, {}), missing],
    ["a picture above a list", header(list, picture), bad],
    ["a header above a carousel", header(carousel, { type: "text", text: "x" }), bad],
    ["a header above a request", header(contactRequest, { type: "text", text: "x" }), bad],
    ["a header that is a sticker", header(link, { type: "sticker", sticker: {} }), bad],
    ["a header's file that is nowhere", header(link, { type: "image", image: {} }), missing],
    ["a header's file that is unknown", header(link, { type: "image", image: { id: "9" } }), 100],
    ["a product list without its header", changed(productList, { header: null }), missing],
    ["no body", changed(link, { body: {} }), missing],
    ["a body of 1,025", changed(link, { body: { text: a(1_025) } }), bad],
    ["a list's body of 4,097", changed(list, { body: { text: a(4_097) } }), bad],
    ["no action", changed(link, { action: null }), missing],
    ["a link's long label", reparametrised(link, { display_text: a(21) }), bad],
    ["a link to nowhere", reparametrised(link, { url: "mailto:x" }), bad],
    ["a link without an address", reparametrised(link, { url: "" }), missing],
    ["a link called otherwise", changed(link, { action: { ...actionOf(link), name: "x" } }), bad],
    ["one card", cards(linkCard(0)), bad],
    ["eleven cards", cards(...Array.from({ length: 11 }, (_, index) => linkCard(index % 10))), bad],
    ["two cards of one index", cards(linkCard(0), linkCard(0)), bad],
    ["a card of index ten", cards(linkCard(0), linkCard(10)), bad],
    ["a picture and a product", cards(linkCard(0), productCard(1)), bad],
    ["products of two catalogues", cards(productCard(0), productCard(1, "800")), bad],
    [
      "a picture and a video",
      cards(
        linkCard(0),
        linkCard(1, { header: { type: "video", video: { link: "https://example.com/a.mp4" } } }),
      ),
      bad,
    ],
    ["a card without its picture", cards(linkCard(0, { header: null }), linkCard(1)), bad],
    [
      "cards without pictures",
      cards(...[0, 1].map((at) => linkCard(at, { header: null }))),
      missing,
    ],
    ["a card's long text", cards(linkCard(0, { body: { text: a(161) } }), linkCard(1)), bad],
    [
      "a card of three line breaks",
      cards(linkCard(0, { body: { text: "a\nb\nc\nd" } }), linkCard(1)),
      bad,
    ],
    ["thirty-one products", products(1, 31), bad],
    ["eleven sections", products(11, 1), bad],
    ["an empty section", products(1, 0), bad],
    ["a product without its number", changed(product, { action: { catalog_id: "7" } }), missing],
    [
      "a product of no catalogue",
      changed(product, { action: { product_retailer_id: "7" } }),
      missing,
    ],
    ["a catalogue called otherwise", changed(catalog, { action: { name: "x" } }), bad],
    ["a form without a label", reparametrised(flow, { flow_cta: "" }), missing],
    ["a form's long label", reparametrised(flow, { flow_cta: a(31) }), bad],
    ["a form of two names", reparametrised(flow, { flow_name: "x" }), bad],
    ["a form of an old version", reparametrised(flow, { flow_message_version: "2" }), bad],
    ["a form in no mode", reparametrised(flow, { mode: "beta" }), bad],
    [
      "a form's data without a screen",
      reparametrised(flow, { flow_action_payload: { data: {} } }),
      missing,
    ],
    [
      "data for a form whose server decides",
      reparametrised(flow, { flow_action: "data_exchange" }),
      bad,
    ],
    ["an address elsewhere", reparametrised(address, { country: "ID" }), bad],
    ["an address in no country", reparametrised(address, { country: "" }), missing],
    ["a call that rings for ever", reparametrised(voiceCall, { ttl_minutes: 43_201 }), bad],
    ["a call's long label", reparametrised(voiceCall, { display_text: a(21) }), bad],
    ["a request for a place, misnamed", changed(locationRequest, { action: { name: "x" } }), bad],
    ["a request without its name", changed(callPermission, { action: {} }), missing],
    ["the request's old type", changed(contactRequest, { type: "contact_request" }), bad],
    ["no contacts", { type: "contacts", contacts: [] }, missing],
    ["258 contacts", { type: "contacts", contacts: Array(258).fill({}) }, bad],
    ["a contact without a name", contact({ first_name: "A" }), missing],
    ["a contact of one name", contact({ formatted_name: "A" }), missing],
    ["a place without a longitude", file("location", { latitude: 1 }), missing],
    ["a place beyond the pole", file("location", { latitude: 90.1, longitude: 0 }), bad],
    ["a place that is words", file("location", { latitude: "x", longitude: 0 }), bad],
    [
      "a long caption",
      file("image", { link: "https://example.com/a.png", caption: a(1_025) }),
      bad,
    ],
    ["a caption on sound", file("audio", { link: "https://example.com/a.ogg", caption: "x" }), bad],
    [
      "a name on a picture",
      file("image", { link: "https://example.com/a.png", filename: "a.png" }),
      bad,
    ],
    [
      "a picture that is a voice",
      file("image", { link: "https://example.com/a.png", voice: true }),
      bad,
    ],
    ["a link that is none", file("image", { link: "example.com/a.png" }), bad],
    ["a file that nobody uploaded", file("image", { id: "900000000000042" }), 100],
    ["a quote of nothing", { type: "text", text: { body: "a" }, context: {} }, missing],
    ["a pin", { type: "pin", pin: { type: "pin", message_id: "w" } }, 131051],
    ["a reaction without an emoji", { type: "reaction", reaction: { message_id: "w" } }, missing],
  ])("%s", async (_, message, code) => {
    const { send, fake } = await open();
    expect(send(message)).toMatchObject({ code });
    expect(fake.shown()).toEqual([]);
  });

  test("a group, a strange kind of recipient, and itself", async () => {
    const { send } = await open();
    const text: JsonObject = { type: "text", text: { body: "a" } };
    expect(send(text, { recipient_type: "group", to: "Y2Fw" }).code).toBe(131215);
    expect(send(text, { recipient_type: "crowd", to: "+6281234567890" }).code).toBe(131009);
    expect(send(text, { to: "+6281100000001" }).code).toBe(131021);
  });

  test("to ask for a call twice a day or three times a week", async () => {
    const { clock, send, fake } = await open();
    expect(send(callPermission).status).toBe(200);
    expect(send(callPermission).code).toBe(138009);
    const nextDay = async (days: number) => {
      clock.jump(clock.now() + days * 86_400_000);
      await fake.act(sari, { kind: "text", text: "Halo" });
    };
    await nextDay(1);
    expect(send(callPermission).status).toBe(200);
    await nextDay(1);
    expect(send(callPermission).code).toBe(138009);
    await nextDay(6);
    expect(send(callPermission).status).toBe(200);
  });

  test("a file as something that it is not", async () => {
    const { send, upload } = await open();
    const id = upload("image/jpeg", mediaSamples.jpeg);
    expect(send(file("image", { id })).status).toBe(200);
    expect(send(header(buttons, { type: "image", image: { id } })).status).toBe(200);
    for (const type of ["video", "audio", "document", "sticker"]) {
      expect(send(file(type, { id })).code).toBe(131053);
    }
    expect(send(header(buttons, { type: "document", document: { id } })).code).toBe(131053);
    expect(send(file("image", { id, link: "https://example.com/a.png" })).code).toBe(131009);
    const mp3 = upload("audio/mpeg", mediaSamples.text);
    expect(send(file("audio", { id: mp3 })).status).toBe(200);
    expect(send(file("audio", { id: mp3, voice: true })).code).toBe(131053);
    const ogg = upload("audio/ogg", mediaSamples.ogg);
    expect(send(file("audio", { id: ogg, voice: true })).status).toBe(200);
  });
});
