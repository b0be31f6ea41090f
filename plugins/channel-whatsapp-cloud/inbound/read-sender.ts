import type { Address, Json, JsonObject, Sender } from "sapa/plugin";
import { listOf, objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { describeText, unreadable, wholeText } from "./unreadable.ts";

/** The network's name: `channel.kind` in flows, and the scope of its addresses. */
export const channelKind = "whatsapp";

/**
 * Who a message is from. The BSUID is `from_user_id`, else that of the matching contact; the phone
 * is `from`, else the contact's. Contacts are joined by id, not by position. Throws
 * `WEBHOOK_UNREADABLE` if neither is there. Source: reference 1.4, 2.1 and 2.2.
 */
export function readSender(message: JsonObject, contacts: readonly Json[]): Sender {
  const contact = findContact(message, contacts);
  const addresses = [
    ...userIdAddress(message["from_user_id"] ?? contact?.["user_id"]),
    ...userIdAddress(message["from_parent_user_id"] ?? contact?.["parent_user_id"]),
    ...phoneAddress(message["from"] ?? contact?.["wa_id"]),
  ];
  if (addresses.length === 0) throw unreadable("the message names no sender");
  const profile = objectOf(contact?.["profile"]);
  const name = describeText(profile?.["name"], 512);
  const username = describeText(profile?.["username"], 128)?.replace(/^@/, "");
  return {
    scope: channelKind,
    addresses,
    ...(name === undefined ? {} : { name }),
    ...(username === undefined ? {} : { username }),
  };
}

function findContact(message: JsonObject, contacts: readonly Json[]): JsonObject | undefined {
  const userId = textOf(message["from_user_id"]);
  const phone = textOf(message["from"]);
  const people = contacts.map(objectOf).filter((contact) => contact !== undefined);
  const byUserId = people.find((contact) => userId !== undefined && contact["user_id"] === userId);
  if (byUserId !== undefined) return byUserId;
  // A contact with another BSUID is another person, whatever else it says.
  const others = people.filter(
    (contact) => userId === undefined || contact["user_id"] === undefined,
  );
  const byPhone = others.find(
    (contact) => phone !== undefined && textOf(contact["wa_id"]) === phone,
  );
  return byPhone ?? (people.length === 1 ? others[0] : undefined);
}

/** A BSUID as an address, used whole and unmodified; none if there is none. */
export function userIdAddress(value: Json | undefined): readonly Address[] {
  const text = wholeText(value, 256);
  return text === undefined ? [] : [{ kind: "user_id", value: text }];
}

/** A phone number as an address: its digits alone; none if there is none. */
export function phoneAddress(value: Json | undefined): readonly Address[] {
  const number = wholeText(value, 64)?.replace(/[\s()+-]/g, "");
  return number === undefined || !/^\d{1,32}$/.test(number)
    ? []
    : [{ kind: "phone", value: number }];
}

/** The contacts of a `messages` value; those that are no objects are nobody. */
export function contactsOf(value: JsonObject): readonly Json[] {
  return listOf(value["contacts"]);
}
