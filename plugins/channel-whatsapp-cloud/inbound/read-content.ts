import { type Json, type JsonObject, type MessageIn, maxInboundTextChars } from "sapa/plugin";
import { listOf, numberOf, objectOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import type { CommonFields } from "./common-fields.ts";
import { readContactCard } from "./read-contact-card.ts";
import { describeText, needText, unreadable, wholeText } from "./unreadable.ts";

/** Taken back: `emoji` is absent, or empty in older captures. */
export function readReaction(reaction: JsonObject, common: CommonFields): MessageIn {
  const target = needText(reaction["message_id"], "reaction.message_id", 4_096);
  const emoji = reaction["emoji"];
  if (emoji === undefined || emoji === null || emoji === "") {
    return { kind: "reaction", ...common, target };
  }
  return { kind: "reaction", ...common, target, emoji: needText(emoji, "reaction.emoji", 64) };
}

export function readLocation(location: JsonObject, common: CommonFields): MessageIn {
  return {
    kind: "location",
    ...common,
    latitude: needNumber(location["latitude"], "location.latitude"),
    longitude: needNumber(location["longitude"], "location.longitude"),
    name: describeText(location["name"], 4_096),
    address: describeText(location["address"], 4_096),
    url: wholeText(location["url"], 4_096),
  };
}

/** At most 257 contact cards: Meta's own limit for sending them. */
export function readContacts(item: JsonObject, common: CommonFields): MessageIn {
  const contacts = listOf(item["contacts"]);
  if (contacts.length > 257) throw unreadable("contacts has more than 257 items");
  return { kind: "contacts", ...common, contacts: contacts.map(readContactCard) };
}

/** A cart. Its prices come from the person's phone: never charge by them. */
export function readOrder(order: JsonObject, common: CommonFields): MessageIn {
  const items = listOf(order["product_items"]);
  if (items.length > 1_000) throw unreadable("order.product_items has more than 1000 items");
  return {
    kind: "order",
    ...common,
    catalog: wholeText(order["catalog_id"], 4_096),
    text: describeText(order["text"], maxInboundTextChars),
    items: items.map(readOrderItem),
  };
}

function readOrderItem(value: Json) {
  const item = objectOf(value) ?? {};
  return {
    sku: needText(item["product_retailer_id"], "product_retailer_id", 4_096),
    quantity: needNumber(item["quantity"], "quantity"),
    price: needNumber(item["item_price"], "item_price"),
    currency: needText(item["currency"], "currency", 8),
  };
}

function needNumber(value: Json | undefined, what: string): number {
  const number = numberOf(value);
  if (number === undefined) throw unreadable(`${what} is not a number`);
  return number;
}
