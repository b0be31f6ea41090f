import { describe, expect, test } from "bun:test";
import { accountId, dayMs, type JsonObject, type NetworkAct, type NewEvent } from "sapa/plugin";
import { SeededRandom, VirtualClock } from "sapa/plugin/testing";
import { configSchema } from "#plugins/channel-whatsapp-cloud/config.ts";
import { fakeSettings } from "#plugins/channel-whatsapp-cloud/fake/fake-options.ts";
import { openFakeWorld, sari } from "#plugins/channel-whatsapp-cloud/fake/testing/fake-world.ts";
import { mediaSamples } from "#plugins/channel-whatsapp-cloud/fake/testing/media-samples.ts";
import { richMessages } from "#plugins/channel-whatsapp-cloud/fake/testing/rich-messages.ts";
import { createReceiver } from "#plugins/channel-whatsapp-cloud/inbound/receive.ts";
import { objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";

const receive = createReceiver(accountId("whatsapp"), configSchema.parse(fakeSettings));
const startAt = Date.UTC(2026, 10, 22, 8);

/** A world in which Sari has written and was sent one message of each kind that can be answered. */
async function open(more: { readonly owner?: "other" } = {}) {
  const clock = new VirtualClock(startAt);
  const world = openFakeWorld({ clock, random: new SeededRandom(7) }, { receipts: false });
  await world.fake.act(sari, { kind: "text", text: "Halo" });
  world.fake.approve({ name: "confirm", language: "id", buttons: ["Konfirmasi"] });
  for (const message of Object.values(richMessages))
    expect(world.send(message).code).toBeUndefined();
  if (more.owner === "other") await world.fake.act(sari, { kind: "handover", owner: "other" });
  const lastEvents = (): readonly NewEvent[] => {
    const request = world.requests.at(-1);
    const reading = request === undefined ? undefined : receive(request);
    return reading?.kind === "updates" ? reading.events : [];
  };
  const shownId = (type: string) =>
    world.fake.shown().findLast(({ body }) => JSON.stringify(body).includes(`"type":"${type}"`))
      ?.vendorId;
  return { clock, ...world, lastEvents, shownId };
}

function kindOf({ body }: NewEvent): string {
  if (body.kind === "message" || body.kind === "overheard")
    return `${body.kind} ${body.message.kind}`;
  return body.kind === "account" ? `account ${body.field}` : body.kind;
}

const item = { sku: "SKU-1", quantity: 2, price: 15_000, currency: "IDR" };
const card = {
  name: { formatted: "Budi S", first: "Budi" },
  phones: [{ phone: "+62 812", waId: "62812" }],
};
const ad = { source_url: "https://fb.me/abc", source_id: "1", source_type: "ad", headline: "Chat" };

/** Each act beside the item that Meta's webhook has of it, and what the channel reads. */
const told: readonly (readonly [string, NetworkAct, JsonObject, string])[] = [
  [
    "text",
    { kind: "text", text: "Halo" },
    { type: "text", text: { body: "Halo" } },
    "message text",
  ],
  [
    "a quoting text",
    { kind: "text", text: "Ini", replyTo: "wamid.OUT1" },
    { type: "text", context: { from: "6281100000001", id: "wamid.OUT1" }, text: { body: "Ini" } },
    "message text",
  ],
  [
    "a forwarded text",
    { kind: "text", text: "Ini", forwarded: true },
    { type: "text", context: { forwarded: true }, text: { body: "Ini" } },
    "message text",
  ],
  [
    "a text from an advertisement",
    { kind: "text", text: "Info", ad },
    { type: "text", referral: ad, text: { body: "Info" } },
    "message text",
  ],
  [
    "a picture",
    { kind: "media", media: "image", mime: "image/jpeg", content: mediaSamples.jpeg },
    { type: "image" },
    "message media",
  ],
  [
    "a place",
    { kind: "location", latitude: -6.2, longitude: 106.8, name: "Toko", address: "Jl. Contoh 1" },
    {
      type: "location",
      location: { latitude: -6.2, longitude: 106.8, name: "Toko", address: "Jl. Contoh 1" },
    },
    "message location",
  ],
  [
    "a visiting card",
    { kind: "contacts", contacts: [card] },
    {
      type: "contacts",
      contacts: [
        {
          name: { formatted_name: "Budi S", first_name: "Budi" },
          phones: [{ phone: "+62 812", wa_id: "62812" }],
          origin: "other",
          vcard: "BEGIN:VCARD\nVERSION:3.0\nFN:Budi S\nTEL:+62 812\nEND:VCARD",
        },
      ],
    },
    "message contacts",
  ],
  [
    "a cart",
    { kind: "order", items: [item] },
    {
      type: "order",
      order: {
        catalog_id: "700",
        text: "",
        product_items: [
          { product_retailer_id: "SKU-1", quantity: 2, item_price: 15_000, currency: "IDR" },
        ],
      },
    },
    "message order",
  ],
  ["a first opening", { kind: "open" }, { type: "request_welcome" }, "message unsupported"],
  [
    "a poll",
    { kind: "unsupported", vendorKind: "poll_creation" },
    {
      type: "unsupported",
      unsupported: { type: "poll_creation" },
      errors: [
        {
          code: 131051,
          title: "Message type unknown",
          message: "Message type unknown",
          error_data: { details: "Message type is currently not supported." },
        },
      ],
    },
    "message unsupported",
  ],
  [
    "a message in a group",
    { kind: "group", group: "Y2FwaV9ncm91cDox", text: "Halo semua" },
    { type: "text", group_id: "Y2FwaV9ncm91cDox", text: { body: "Halo semua" } },
    "account messages.group",
  ],
];

describe("an act of a person", () => {
  test.each(told)("%s is Meta's webhook and the channel's event", async (_, act, item, kind) => {
    const { fake, lastMessage, lastEvents, changes } = await open();
    await fake.act(sari, act);
    expect(lastMessage()).toMatchObject(item);
    expect(lastMessage()).toMatchObject({
      from: sari.phone,
      from_user_id: sari.userId,
      id: expect.stringMatching(/^wamid\./),
      timestamp: String(startAt / 1_000),
    });
    expect(changes().at(-1)?.["value"]).toMatchObject({
      messaging_product: "whatsapp",
      metadata: { display_phone_number: "6281100000001", phone_number_id: "200000000000002" },
      contacts: [
        { profile: { name: "Sari", username: "sari.w" }, wa_id: sari.phone, user_id: sari.userId },
      ],
    });
    expect(lastEvents().map(kindOf)).toEqual([kind]);
  });

  test("a tap, an answer and a permission say what they answer", async () => {
    const { fake, lastMessage, lastEvents, shownId } = await open();
    const own = (id: string | undefined) => ({ from: "6281100000001", id });
    const answers: readonly (readonly [NetworkAct, string | undefined, JsonObject, string])[] = [
      [
        { kind: "choice", choice: "yes" },
        shownId("button"),
        {
          type: "interactive",
          interactive: { type: "button_reply", button_reply: { id: "yes", title: "Ya" } },
        },
        "message choice",
      ],
      [
        { kind: "choice", choice: "Potong" },
        shownId("list"),
        {
          interactive: {
            type: "list_reply",
            list_reply: { id: "svc-1", title: "Potong", description: "45 menit" },
          },
        },
        "message choice",
      ],
      [
        { kind: "choice", choice: "Konfirmasi" },
        shownId("template"),
        { type: "button", button: { payload: "Konfirmasi", text: "Konfirmasi" } },
        "message choice",
      ],
      [
        { kind: "call_permission", isGiven: true },
        shownId("call_permission_request"),
        {
          interactive: {
            type: "call_permission_reply",
            call_permission_reply: {
              response: "accept",
              is_permanent: false,
              expiration_timestamp: (startAt + 7 * dayMs) / 1_000,
              response_source: "user_action",
            },
          },
        },
        "message unsupported",
      ],
      [
        { kind: "call_permission", isGiven: false },
        shownId("call_permission_request"),
        {
          interactive: {
            type: "call_permission_reply",
            call_permission_reply: { response: "reject", response_source: "user_action" },
          },
        },
        "message unsupported",
      ],
    ];
    for (const [act, id, shape, kind] of answers) {
      await fake.act(sari, act);
      expect(id).toBeDefined();
      expect(lastMessage()).toMatchObject({ context: own(id), ...shape });
      expect(lastEvents().map(kindOf)).toEqual([kind]);
    }
  });

  test("a form comes back with its token, an address with its values", async () => {
    const { fake, send, lastMessage, lastEvents } = await open();
    send(richMessages.flow);
    await fake.act(sari, { kind: "form", answer: { date: "2026-12-01" } });
    const reply = () => objectOf(objectOf(lastMessage()["interactive"])?.["nfm_reply"]);
    expect(reply()).toEqual({
      name: "flow",
      body: "Sent",
      response_json: '{"flow_token":"run-77","date":"2026-12-01"}',
    });
    expect(lastEvents()[0]?.body).toMatchObject({ message: { kind: "form", token: "run-77" } });
    send(richMessages.address);
    await fake.act(sari, { kind: "form", answer: { city: "Mumbai" } });
    expect(reply()).toEqual({
      name: "address_message",
      body: "Mumbai",
      response_json: '{"values":{"city":"Mumbai"}}',
    });
    fake.approve({ name: "survey", language: "id" });
    const action = { flow_token: "t-9" };
    const button = {
      type: "button",
      sub_type: "flow",
      index: 0,
      parameters: [{ type: "action", action }],
    };
    const template = { name: "survey", language: { code: "id" }, components: [button] };
    expect(send({ type: "template", template }).status).toBe(200);
    await fake.act(sari, { kind: "form", answer: { stars: 5 } });
    expect(reply()?.["response_json"]).toBe('{"flow_token":"t-9","stars":5}');
  });

  test("a number that was asked for is shared, and shown from then on", async () => {
    const { fake, send, lastMessage, lastEvents } = await open();
    const hidden = { name: "Budi", userId: "ID.2" };
    await fake.act(hidden, { kind: "text", text: "Halo" });
    expect(lastMessage()).not.toHaveProperty("from");
    send(richMessages.contactRequest, { recipient: hidden.userId });
    await fake.act(hidden, { kind: "share_number", phone: "6289876543210" });
    expect(lastMessage()).toMatchObject({
      from: "6289876543210",
      from_user_id: "ID.2",
      contacts: [
        {
          phones: [{ phone: "+6289876543210", wa_id: "6289876543210" }],
          origin: "contact_request",
        },
      ],
    });
    expect(lastEvents()[0]?.sender?.addresses).toEqual([
      { kind: "user_id", value: "ID.2" },
      { kind: "phone", value: "6289876543210" },
    ]);
    expect(send({ type: "text", text: { body: "a" } }, { to: "+6289876543210" }).status).toBe(200);
  });

  test("a reaction is set and taken back", async () => {
    const { fake, lastMessage, lastEvents, send } = await open();
    const sent = send({ type: "text", text: { body: "Halo juga" } }).body["messages"];
    const [{ id }] = Array.isArray(sent) ? sent : [];
    await fake.act(sari, { kind: "reaction", emoji: "👍" });
    expect(lastMessage()["reaction"]).toEqual({ message_id: id, emoji: "👍" });
    await fake.act(sari, { kind: "reaction", emoji: "" });
    expect(lastMessage()["reaction"]).toEqual({ message_id: id });
    expect(lastEvents().map(kindOf)).toEqual(["message reaction"]);
  });

  test("a message is changed and taken back, by the id that it had", async () => {
    const { fake, lastMessage, lastEvents } = await open();
    await fake.act(sari, { kind: "text", text: "jam 3 ya" });
    const id = textOf(lastMessage()["id"]) ?? "";
    await fake.act(sari, { kind: "reaction", emoji: "👍" });
    await fake.act(sari, { kind: "edit", text: "jam 4 ya" });
    expect(lastMessage()["edit"]).toEqual({
      original_message_id: id,
      message: { context: { id: "M0" }, type: "text", text: { body: "jam 4 ya" } },
    });
    expect(lastMessage()["id"]).not.toBe(id);
    expect(lastEvents().map(kindOf)).toEqual(["edited"]);
    await fake.act(sari, { kind: "revoke" });
    expect(lastMessage()["revoke"]).toEqual({ original_message_id: id });
    expect(lastEvents().map(kindOf)).toEqual(["revoked"]);
  });
});
