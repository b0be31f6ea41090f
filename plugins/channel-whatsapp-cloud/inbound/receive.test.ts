import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  accountId,
  eventBodySchema,
  type Json,
  type NewEvent,
  statusUpdateSchema,
  toMillis,
} from "sapa/plugin";
import { configSchema } from "#plugins/channel-whatsapp-cloud/config.ts";
import { metaJson, signWebhook } from "#plugins/channel-whatsapp-cloud/fake/sign-webhook.ts";
import { fakeNumber, messagesWebhook } from "#plugins/channel-whatsapp-cloud/fake/webhook-body.ts";
import { objectOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { createReceiver } from "./receive.ts";

const secret = "test_app_secret";
const receivedAt = toMillis(1_795_305_700_000);
const settings = {
  phone_number_id: fakeNumber.phoneNumberId,
  token: "t",
  app_secrets: `other, ${secret}`,
  verify_token: "v",
};
const receive = createReceiver(accountId("whatsapp"), configSchema.parse(settings));

function read(body: string | Uint8Array) {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return receive(signWebhook(secret, bytes, receivedAt));
}

function readMessages(messages: readonly Json[]) {
  return eventsOf(metaJson(messagesWebhook(fakeNumber, { messages })));
}

function eventsOf(body: string | Uint8Array): readonly NewEvent[] {
  const reading = read(body);
  if (reading.kind !== "updates") throw new Error(`it was ${reading.kind}`);
  return reading.events;
}

const text = (id: string, body: Json = "Halo"): Json => ({
  from_user_id: "ID.1",
  id,
  timestamp: "1795305600",
  type: "text",
  text: { body },
});

/** An update of the account, as it is kept. */
function readAccount(field: string, value: Json) {
  const changes = [{ field, value }];
  const body = { object: "whatsapp_business_account", entry: [{ id: "1", time: 1, changes }] };
  return eventsOf(JSON.stringify(body)).map((event) => eventBodySchema.parse(event.body));
}

test("a field or a word that is the name of something in every object is no template's", () => {
  for (const name of ["constructor", "toString", "__proto__", "valueOf", "hasOwnProperty"]) {
    const value = { message_template_name: "promo", status: "approved" };
    expect(readAccount(name, value)).toEqual([{ kind: "account", field: name, value }]);
    const words = { event: name, message_template_category: name };
    expect(readAccount("message_template_status_update", words)).toMatchObject([
      { template: { status: "other" } },
    ]);
    const quality = { message_template_name: "promo", new_quality_score: name };
    const [kept] = readAccount("message_template_quality_update", quality);
    expect(kept).toMatchObject({ template: { name: "promo" } });
    expect(JSON.stringify(kept)).not.toContain('quality":');
  }
});

const nest = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

describe("receive", () => {
  test("keeps one unreadable of a thousand and reads the others, in order", () => {
    const messages = Array.from({ length: 1_000 }, (_, index) =>
      text(`wamid.${index}`, index === 500 ? { no: "text" } : `pesan ${index}`),
    );
    const events = readMessages(messages);
    expect(events.length).toBe(1_000);
    const kinds = events.map((event) => event.body.kind);
    expect(kinds.filter((kind) => kind === "message").length).toBe(999);
    expect(kinds[500]).toBe("unparsed");
    expect(events[500]?.raw).toBe(JSON.stringify(messages[500]));
    expect(events[999]?.dedupeKey).toBe("message:wamid.999");
    expect(new Set(events.map((event) => event.dedupeKey)).size).toBe(1_000);
  });

  test("keeps one that is too deep and reads the others", () => {
    const deep = `{"from_user_id":"ID.1","id":"wamid.2","type":"text","text":${nest(100_000)}}`;
    const body = metaJson(messagesWebhook(fakeNumber, { messages: [text("wamid.1"), "DEEP"] }));
    const events = eventsOf(body.replace('"DEEP"', deep));
    expect(events.map((event) => event.body.kind)).toEqual(["message", "unparsed"]);
    expect(events[1]?.body).toEqual({ kind: "unparsed", reason: "nested deeper than 64" });
  });

  test("takes 64 levels in one update and no more", () => {
    const at = (depth: number) =>
      eventsOf(
        metaJson(messagesWebhook(fakeNumber, { messages: ["DEEP"] })).replace(
          '"DEEP"',
          `{"from_user_id":"ID.1","id":"wamid.1","type":"poll","poll":${nest(depth)}}`,
        ),
      )[0]?.body.kind;
    expect(at(63)).toBe("message");
    expect(at(64)).toBe("unparsed");
  });

  test("keeps an account update that is too deep", () => {
    const body = `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"flows","value":{"a":${nest(90)}}}]}]}`;
    expect(eventsOf(body).map((event) => event.body.kind)).toEqual(["unparsed"]);
  });

  test("keeps a change of messages with no message in it, and not when it is too deep", () => {
    const kindsOf = (depth: number) => {
      const body = metaJson(messagesWebhook(fakeNumber, {}));
      const deep = body.replace('"metadata":{', `"metadata":{"new":${nest(depth)},`);
      return eventsOf(deep).map((event) => event.body.kind);
    };
    expect(kindsOf(62)).toEqual(["account"]);
    expect(kindsOf(63)).toEqual(["unparsed"]);
    expect(kindsOf(100_000)).toEqual(["unparsed"]);
  });

  test("names an update without an id by a time that is one, whatever else stands there", () => {
    const keyAt = (time: string) => {
      const value = `{"metadata":{"phone_number_id":"${fakeNumber.phoneNumberId}"},"errors":[{"code":1}]}`;
      const entry = `{"id":"1",${time}"changes":[{"field":"messages","value":${value}}]}`;
      const body = `{"object":"whatsapp_business_account","entry":[${entry}]}`;
      return eventsOf(body).map(({ dedupeKey }) => dedupeKey);
    };
    expect(keyAt(`"time":${nest(100_000)},`)).toEqual(keyAt(""));
    expect(keyAt('"time":"1795305600",')).toEqual(keyAt('"time":1795305600,'));
    expect(keyAt('"time":1795305600,')).not.toEqual(keyAt(""));
  });

  test.each([
    ["no JSON", "Halo"],
    ["nothing", ""],
    ["cut off", '{"object":"whatsapp_business_account","entry":[{'],
    ["a list", "[]"],
    ["null", "null"],
    ["about nothing", '{"entry":[]}'],
    ["without entries", '{"object":"whatsapp_business_account"}'],
    ["an entry without changes", '{"object":"whatsapp_business_account","entry":[7]}'],
    [
      "a change without a field",
      '{"object":"whatsapp_business_account","entry":[{"changes":[{}]}]}',
    ],
  ])("keeps a signed body that is %s", (_, body) => {
    const events = eventsOf(body);
    expect(events.map((event) => event.body.kind)).toEqual(["unparsed"]);
    expect(events[0]?.raw).toBeDefined();
    expect(eventsOf(body)).toEqual(events);
  });

  test("takes a webhook with nothing in it", () => {
    expect(read('{"object":"whatsapp_business_account","entry":[]}')).toEqual({
      kind: "updates",
      events: [],
      statuses: [],
      foreign: 0,
    });
  });

  test.each<[string, Json]>([
    ["258 contact cards", { type: "contacts", contacts: Array.from({ length: 258 }, () => ({})) }],
    ["1,001 items in a cart", { type: "order", order: { product_items: items(1_001) } }],
    [
      "an emoji of 65 characters",
      { type: "reaction", reaction: { message_id: "w", emoji: "a".repeat(65) } },
    ],
    ["an id of 1,025 characters", { id: "w".repeat(1_025), type: "text", text: { body: "a" } }],
    [
      "a form of 65 levels",
      {
        type: "interactive",
        interactive: { type: "nfm_reply", nfm_reply: { response_json: `{"a":${nest(64)}}` } },
      },
    ],
  ])("keeps a message with %s unparsed", (_, message) => {
    const body = readMessages([{ from: "62811", id: "w", ...objectOf(message) }])[0]?.body;
    expect(body?.kind).toBe("unparsed");
  });

  test("takes as much as fits", () => {
    const cart = { from: "62811", id: "w", type: "order", order: { product_items: items(1_000) } };
    const cards = { from: "62811", id: "x", type: "contacts", contacts: Array(257).fill({}) };
    const kinds = readMessages([cart, cards]).map((event) => event.body.kind);
    expect(kinds).toEqual(["message", "message"]);
  });

  test("keeps signed bytes that are no UTF-8", () => {
    expect(eventsOf(new Uint8Array([0xff, 0xfe, 0x7b])).length).toBe(1);
  });

  test("refuses what is above four mebibytes without looking at it", () => {
    expect(read(new Uint8Array(4_194_305))).toMatchObject({ kind: "refused", status: 400 });
  });

  test("keeps a text of 65,536 characters and not one more", () => {
    expect(readMessages([text("wamid.1", "a".repeat(65_536))])[0]?.body.kind).toBe("message");
    expect(readMessages([text("wamid.1", "a".repeat(65_537))])[0]?.body.kind).toBe("unparsed");
  });

  test.each([
    ["a number", 1_795_305_600, 1_795_305_600_000],
    ["text", "1795305600", 1_795_305_600_000],
    ["milliseconds by mistake", "1795305600000", receivedAt],
    ["two days ahead", 1_795_305_700 + 172_800, receivedAt],
    ["no number", "kemarin", receivedAt],
    ["missing", null, receivedAt],
    ["negative", -1, receivedAt],
  ])("takes a time stamp that is %s", (_, timestamp, at) => {
    const message = { from_user_id: "ID.1", id: "w", timestamp, type: "text", text: { body: "a" } };
    expect(readMessages([message])[0]?.occurredAt).toBe(toMillis(at));
  });

  test("counts the account's own updates for another Messaging account as foreign", () => {
    const own = createReceiver(
      accountId("whatsapp"),
      configSchema.parse({ ...settings, messaging_account_id: "100000000000001" }),
    );
    const reading = (id: string) => {
      const change = { field: "account_alerts", value: { entity_type: "BUSINESS" } };
      const body = JSON.stringify({
        object: "whatsapp_business_account",
        entry: [{ id, time: 1_795_305_600, changes: [change] }],
      });
      return own(signWebhook(secret, new TextEncoder().encode(body), receivedAt)).kind;
    };
    expect(reading("100000000000001")).toBe("updates");
    expect(reading("0")).toBe("updates");
    expect(reading("100000000000009")).toBe("foreign");
  });

  test("gives an account update the same key again, and another one another", () => {
    const key = (time: number) =>
      eventsOf(
        JSON.stringify({
          object: "whatsapp_business_account",
          entry: [{ id: "1", time, changes: [{ field: "security", value: { event: "PIN" } }] }],
        }),
      )[0]?.dedupeKey;
    expect(key(1)).toBe(key(1));
    expect(key(1)).not.toBe(key(2));
  });

  test("gives nobody the name of a person with another user id", () => {
    const body = metaJson(
      messagesWebhook(fakeNumber, {
        contacts: [{ profile: { name: "Old owner" }, wa_id: "628111", user_id: "ID.OLD" }],
        messages: [{ ...objectText("wamid.1"), from: "628111", from_user_id: "ID.NEW" }],
      }),
    );
    expect(eventsOf(body)[0]?.sender).toEqual({
      scope: "whatsapp",
      addresses: [
        { kind: "user_id", value: "ID.NEW" },
        { kind: "phone", value: "628111" },
      ],
    });
  });

  test("does not mix two people of one POST whose phone numbers look like each other's ids", () => {
    const body = metaJson(
      messagesWebhook(fakeNumber, {
        contacts: [
          { profile: { name: "Old owner" }, wa_id: "628111", user_id: "ID.OLD" },
          { profile: { name: "New owner" }, wa_id: "628111", user_id: "ID.NEW" },
        ],
        messages: [{ ...objectText("wamid.1"), from: "628111", from_user_id: "ID.NEW" }],
      }),
    );
    expect(eventsOf(body)[0]?.sender?.name).toBe("New owner");
  });
});

function items(count: number): readonly Json[] {
  const item = { product_retailer_id: "S", quantity: 1, item_price: 2, currency: "IDR" };
  return Array.from({ length: count }, () => item);
}

function objectText(id: string) {
  return { id, timestamp: "1795305600", type: "text", text: { body: "Halo" } };
}

describe("for anything at all", () => {
  const key = fc.oneof(
    fc.constantFrom("object", "entry", "changes", "field", "value", "metadata", "phone_number_id"),
    fc.constantFrom("messages", "statuses", "contacts", "errors", "user_actions", "type", "text"),
    fc.constantFrom("body", "id", "from", "from_user_id", "timestamp", "status", "interactive"),
    fc.constantFrom("__proto__", "constructor", "toString", "image", "order", "system", "reaction"),
    fc.constantFrom(
      "edit",
      "revoke",
      "original_message_id",
      "message",
      "to",
      "to_user_id",
      "user_id",
    ),
    fc.constantFrom("phones", "name", "category", "event", "direction", "sender", "phone_number"),
    fc.string(),
  );
  const value = fc.letrec<{ any: Json }>((tie) => ({
    any: fc.oneof(
      { depthSize: "medium" },
      fc.constantFrom<Json>(null, true, 0, -1, 1e21, 1_795_305_600, fakeNumber.phoneNumberId),
      fc.constantFrom("whatsapp_business_account", "messages", "text", "image", "contacts", "ID.1"),
      fc.constantFrom("interactive", "button_reply", "system", "order", "sent", "failed"),
      fc.constantFrom("edit", "revoke", "stop", "connect", "USER_INITIATED", "control_taken"),
      fc.string({ unit: "binary" }),
      fc.array(tie("any"), { maxLength: 4 }),
      fc.dictionary(key, tie("any"), { maxKeys: 8 }),
    ),
  })).any;

  test("signed JSON throws nothing, and what it becomes fits the schemas", () => {
    fc.assert(
      fc.property(value, fc.integer({ min: 0, max: 9 }), (json, wrap) => {
        const reading = read(metaJson(wrapped(json, wrap)));
        if (reading.kind !== "updates") return;
        for (const event of reading.events) {
          expect(eventBodySchema.safeParse(again(event.body)).error).toBeUndefined();
          expect(event.sender).toBe("sender" in event.body ? event.body.sender : undefined);
          expect(event.dedupeKey.length).toBeLessThanOrEqual(1_100);
          expect(Number.isSafeInteger(event.occurredAt)).toBe(true);
        }
        for (const status of reading.statuses) {
          expect(statusUpdateSchema.safeParse(again(status)).error).toBeUndefined();
        }
      }),
      { numRuns: 6_000 },
    );
  });

  test("signed bytes throw nothing", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(["updates", "foreign"]).toContain(read(bytes).kind);
      }),
    );
  });

  /** The JSON as a body, an entry, a list of messages, one message, or in one of the thread's fields. */
  function wrapped(json: Json, wrap: number): Json {
    const own = { metadata: { phone_number_id: fakeNumber.phoneNumberId } };
    const change = (content: Json, field = "messages"): Json => ({
      object: "whatsapp_business_account",
      entry: [{ id: "1", changes: [{ field, value: content }] }],
    });
    const item = { from: "62811", to: "62811", wa_id: "62811", id: "w", ...objectOf(json) };
    switch (wrap) {
      case 0:
        return json;
      case 1:
        return { object: "whatsapp_business_account", entry: [json] };
      case 2:
        return change({ ...own, messages: [json], statuses: [json], errors: [json] });
      case 3:
        return change({ ...own, contacts: [json], messages: [text("wamid.1", json)] });
      case 4:
        return change({ ...own, message_echoes: [json, item] }, "smb_message_echoes");
      case 5:
        return change({ ...own, standby: { messages: [json, item], statuses: [json] } }, "standby");
      case 6:
        return change({ ...own, user_preferences: [json, item] }, "user_preferences");
      case 7:
        return change({ ...own, calls: [json, item], statuses: [json] }, "calls");
      case 8:
        return change({ ...own, ...objectOf(json) }, "messaging_handovers");
      default:
        return change({ ...own, messages: [item] });
    }
  }
});

function again(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
