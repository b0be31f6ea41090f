import { describe, expect, test } from "bun:test";
import {
  type Address,
  accountId,
  type Json,
  type JsonObject,
  type Sender,
  type StatusUpdate,
  toMillis,
} from "sapa/plugin";
import { configSchema } from "#plugins/channel-whatsapp-cloud/config.ts";
import { metaJson, signWebhook } from "#plugins/channel-whatsapp-cloud/fake/sign-webhook.ts";
import { recipientOf } from "#plugins/channel-whatsapp-cloud/outbound/address-body.ts";
import { createReceiver } from "./receive.ts";

/**
 * Who an update is about, for every way in which Meta names a person. What the store makes of it is
 * tested there; here it is that an address is never lost, made up or given to somebody else.
 */
const secret = "test_app_secret";
const receive = createReceiver(
  accountId("whatsapp"),
  configSchema.parse({
    phone_number_id: "200000000000002",
    token: "t",
    app_secrets: secret,
    verify_token: "v",
  }),
);

const oldPhone = "6281234567890";
const newPhone = "6289876543210";
const oldId = "ID.11111111111111111111";
const newId = "ID.22222222222222222222";
const oldParent = "ID.ENT.33333333333333333333";
const newParent = "ID.ENT.44444444444444444444";

const phone = (value: string): Address => ({ kind: "phone", value });
const userId = (value: string): Address => ({ kind: "user_id", value });
const whatsapp = (addresses: readonly Address[], more: Omit<Partial<Sender>, "scope"> = {}) => ({
  scope: "whatsapp",
  addresses,
  ...more,
});

function read(field: string, lists: JsonObject) {
  const metadata = { display_phone_number: "6281100000001", phone_number_id: "200000000000002" };
  const value = { messaging_product: "whatsapp", metadata, ...lists };
  const webhook = {
    object: "whatsapp_business_account",
    entry: [{ id: "100000000000001", time: 1_795_305_600, changes: [{ field, value }] }],
  };
  const bytes = new TextEncoder().encode(metaJson(webhook));
  const reading = receive(signWebhook(secret, bytes, toMillis(1_795_305_700_000)));
  if (reading.kind !== "updates") throw new Error(`it was ${reading.kind}`);
  return reading;
}

function senderOf(field: string, lists: JsonObject): Sender | undefined {
  const { events } = read(field, lists);
  expect(events.map((event) => event.body.kind)).not.toContain("unparsed");
  return events[0]?.sender;
}

const text = { id: "wamid.1", timestamp: "1795305600", type: "text", text: { body: "Halo" } };
const messageOf = (who: JsonObject, contacts?: Json) =>
  senderOf("messages", {
    ...(contacts === undefined ? {} : { contacts }),
    messages: [{ ...text, ...who }],
  });
const systemOf = (system: JsonObject, who: JsonObject = {}) =>
  senderOf("messages", {
    messages: [{ id: "wamid.S", timestamp: "1795305600", type: "system", system, ...who }],
  });

describe("a message is from", () => {
  test.each<[string, JsonObject, Json | undefined, readonly Address[]]>([
    ["a phone alone", { from: oldPhone }, undefined, [phone(oldPhone)]],
    ["a phone with a plus", { from: `+${oldPhone}` }, undefined, [phone(oldPhone)]],
    ["a BSUID alone", { from_user_id: oldId }, undefined, [userId(oldId)]],
    ["both", { from: oldPhone, from_user_id: oldId }, undefined, [userId(oldId), phone(oldPhone)]],
    [
      "both and a parent",
      { from: oldPhone, from_user_id: oldId, from_parent_user_id: oldParent },
      undefined,
      [userId(oldId), userId(oldParent), phone(oldPhone)],
    ],
    [
      "a phone, with the BSUID in the contact of that phone",
      { from: oldPhone },
      [
        { wa_id: newPhone, user_id: newId },
        { wa_id: oldPhone, user_id: oldId },
      ],
      [userId(oldId), phone(oldPhone)],
    ],
    [
      "a BSUID, with phone and parent in its contact",
      { from_user_id: oldId },
      [{ wa_id: oldPhone, user_id: oldId, parent_user_id: oldParent }],
      [userId(oldId), userId(oldParent), phone(oldPhone)],
    ],
    [
      "a BSUID, beside the contact of another with the same recycled phone",
      { from: oldPhone, from_user_id: newId },
      [{ wa_id: oldPhone, user_id: oldId, parent_user_id: oldParent }],
      [userId(newId), phone(oldPhone)],
    ],
  ])("%s", (_, who, contacts, addresses) => {
    expect(messageOf(who, contacts)).toEqual(whatsapp(addresses));
  });

  test.each(["sari.w", "@sari.w"])("a person called %s, without a sign before it", (username) => {
    const contacts = [{ profile: { name: "Sari", username }, user_id: oldId }];
    expect(messageOf({ from_user_id: oldId }, contacts)).toEqual(
      whatsapp([userId(oldId)], { name: "Sari", username: "sari.w" }),
    );
  });
});

describe("a change of number or id", () => {
  test.each<[string, JsonObject, JsonObject, readonly Address[], readonly Address[] | undefined]>([
    [
      "with the id before",
      {
        type: "user_changed_number",
        wa_id: newPhone,
        user_id: newId,
        previous_user_id: oldId,
      },
      { from: oldPhone },
      [userId(newId), phone(newPhone)],
      [userId(oldId), phone(oldPhone)],
    ],
    [
      "without it",
      { type: "user_changed_number", wa_id: newPhone, user_id: newId },
      { from: oldPhone },
      [userId(newId), phone(newPhone)],
      [phone(oldPhone)],
    ],
    [
      "without it, from a message that carries it",
      { type: "user_changed_number", wa_id: newPhone, user_id: newId },
      { from: oldPhone, from_user_id: oldId },
      [userId(newId), phone(newPhone)],
      [phone(oldPhone), userId(oldId)],
    ],
    [
      "of an enrolled business",
      {
        type: "user_changed_number",
        wa_id: newPhone,
        user_id: newId,
        parent_user_id: newParent,
        previous_user_id: oldId,
        previous_parent_user_id: oldParent,
      },
      { from: oldPhone, from_user_id: oldId },
      [userId(newId), userId(newParent), phone(newPhone)],
      [userId(oldId), userId(oldParent), phone(oldPhone)],
    ],
    [
      "with the number hidden",
      { type: "user_changed_user_id", user_id: newId, previous_user_id: oldId },
      {},
      [userId(newId)],
      [userId(oldId)],
    ],
    [
      "in the older spelling",
      { type: "customer_changed_number", new_wa_id: newPhone },
      { from: oldPhone },
      [phone(newPhone)],
      [phone(oldPhone)],
    ],
    [
      "in the oldest spelling, where the message may be from the new number",
      { type: "customer_changed_number", wa_id: newPhone, customer: oldPhone },
      { from: newPhone },
      [phone(newPhone)],
      [phone(oldPhone)],
    ],
    [
      "of the number alone, for a person with an id",
      { type: "customer_changed_number", wa_id: newPhone },
      { from: oldPhone, from_user_id: oldId },
      [userId(oldId), phone(newPhone)],
      [phone(oldPhone)],
    ],
    [
      "that only repeats what was",
      {
        type: "user_changed_number",
        wa_id: oldPhone,
        user_id: oldId,
        previous_user_id: oldId,
      },
      { from: oldPhone },
      [userId(oldId), phone(oldPhone)],
      undefined,
    ],
    [
      "without any id",
      { type: "customer_identity_changed", customer: oldPhone },
      { from: oldPhone },
      [phone(oldPhone)],
      undefined,
    ],
  ])("%s", (_, system, who, addresses, previous) => {
    const more = previous === undefined ? {} : { previous };
    expect(systemOf(system, who)).toEqual(whatsapp(addresses, more));
  });
});

describe("what else names a person", () => {
  const all = { ...text, from: oldPhone, from_user_id: oldId };
  const both = [userId(oldId), phone(oldPhone)];
  test.each<[string, string, JsonObject, readonly Address[]]>([
    ["an edit", "messages", { messages: [{ ...all, type: "edit", edit: edit() }] }, both],
    ["a deletion", "messages", { messages: [{ ...all, type: "revoke", revoke: edit() }] }, both],
    ["an overheard message", "standby", { standby: { messages: [all] } }, both],
    ["a call", "calls", { calls: [{ ...all, event: "connect" }] }, both],
    [
      "an echo",
      "smb_message_echoes",
      { message_echoes: [{ ...text, to: oldPhone, to_user_id: oldId }] },
      both,
    ],
    [
      "an echo to a parent",
      "smb_message_echoes",
      { message_echoes: [{ ...text, to_parent_user_id: oldParent }] },
      [userId(oldParent)],
    ],
    [
      "a preference",
      "user_preferences",
      { user_preferences: [{ ...stop(), wa_id: oldPhone, user_id: oldId }] },
      both,
    ],
    [
      "a preference of a BSUID",
      "user_preferences",
      { user_preferences: [{ ...stop(), user_id: oldId }] },
      [userId(oldId)],
    ],
    [
      "a handover",
      "messaging_handovers",
      { type: "control_taken", sender: { phone_number: `+${oldPhone}` } },
      [phone(oldPhone)],
    ],
    [
      "a handover of a BSUID",
      "messaging_handovers",
      { type: "control_taken", sender: { user_id: oldId } },
      [userId(oldId)],
    ],
  ])("%s", (_, field, lists, addresses) => {
    expect(senderOf(field, lists)).toEqual(whatsapp(addresses));
  });

  test("a card that answers our question for the number replaces the number alone", () => {
    const card = {
      origin: "contact_request",
      phones: [{ phone: "+62 898-7654-3210", wa_id: newPhone }],
    };
    const sent = (cards: Json) => messageOf({ ...all, type: "contacts", contacts: cards });
    const answered = whatsapp([userId(oldId), phone(newPhone)]);
    expect(sent([card])).toEqual(answered);
    expect(sent([{ ...card, phones: [{ phone: "+62 898-7654-3210" }] }])).toEqual(answered);
    expect(sent([{ ...card, phones: [{ phone: "0898-7654-3210" }] }])).toEqual(whatsapp(both));
    expect(sent([{ ...card, origin: "other" }])).toEqual(whatsapp(both));
    expect(sent([card, card])).toEqual(whatsapp(both));
  });

  function edit(): JsonObject {
    return { original_message_id: "wamid.0", message: { type: "text", text: { body: "Halo" } } };
  }
  function stop(): JsonObject {
    return { category: "marketing_messages", value: "stop" };
  }
});

describe("a receipt is of", () => {
  const status = { id: "wamid.OUT", status: "delivered", timestamp: "1795305600" };
  test.each<[string, JsonObject, StatusUpdate["recipient"]]>([
    ["a phone", { recipient_id: oldPhone }, [phone(oldPhone)]],
    ["a BSUID", { recipient_user_id: oldId }, [userId(oldId)]],
    [
      "all of a person's ids",
      {
        recipient_id: oldPhone,
        recipient_user_id: oldId,
        recipient_parent_user_id: oldParent,
      },
      [userId(oldId), userId(oldParent), phone(oldPhone)],
    ],
    ["nobody", {}, undefined],
    ["a group", { recipient_type: "group", recipient_id: "120363000000000001" }, undefined],
  ])("%s", (_, who, recipient) => {
    const { statuses } = read("messages", { statuses: [{ ...status, ...who }] });
    expect(statuses[0]?.recipient).toEqual(recipient);
  });
});

describe("what was heard is how the person is answered", () => {
  test.each<[string, JsonObject, JsonObject]>([
    ["a phone alone", { from: oldPhone }, { to: `+${oldPhone}` }],
    ["a BSUID alone", { from_user_id: oldId }, { recipient: oldId }],
    ["both", { from: oldPhone, from_user_id: oldId }, { to: `+${oldPhone}` }],
    [
      "a BSUID and its parent",
      { from_user_id: oldId, from_parent_user_id: oldParent },
      { recipient: oldId },
    ],
  ])("%s", (_, who, body) => {
    expect(recipientOf(messageOf(who)?.addresses ?? [])).toEqual(body);
  });
});

test("several updates about one person in one POST each name the person as they were then", () => {
  const { events, statuses } = read("messages", {
    contacts: [
      { profile: { name: "Sari" }, wa_id: oldPhone, user_id: oldId },
      { profile: { name: "Sari" }, wa_id: newPhone, user_id: newId },
    ],
    messages: [
      { ...text, from: oldPhone, from_user_id: oldId },
      {
        id: "wamid.2",
        timestamp: "1795305601",
        from: oldPhone,
        type: "system",
        system: {
          type: "user_changed_number",
          wa_id: newPhone,
          user_id: newId,
          previous_user_id: oldId,
        },
      },
      { ...text, id: "wamid.3", timestamp: "1795305602", from: newPhone, from_user_id: newId },
    ],
    statuses: [
      { id: "wamid.OUT", status: "read", timestamp: "1795305600", recipient_user_id: oldId },
    ],
  });
  expect(events.map((event) => [event.body.kind, event.sender])).toEqual([
    ["message", whatsapp([userId(oldId), phone(oldPhone)], { name: "Sari" })],
    [
      "identity",
      whatsapp([userId(newId), phone(newPhone)], { previous: [userId(oldId), phone(oldPhone)] }),
    ],
    ["message", whatsapp([userId(newId), phone(newPhone)], { name: "Sari" })],
  ]);
  expect(statuses[0]?.recipient).toEqual([userId(oldId)]);
});
