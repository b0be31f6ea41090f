import type { ContactCard, Json, JsonObject } from "sapa/plugin";
import { listOf, objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { describeText, wholeText } from "./unreadable.ts";

/** Longest text of a card that is kept, in UTF-16 units; the raw update beside it has all. */
const maxChars = 1_024;
/** Most numbers, addresses or links of one card that are kept. */
const maxItems = 50;

/** A visiting card; whatever is missing or of another shape is left out. Source: reference 2.3. */
export function readContactCard(value: Json): ContactCard {
  const card = objectOf(value) ?? {};
  const name = objectOf(card["name"]);
  const org = objectOf(card["org"]);
  const origin = card["origin"];
  return {
    name: name === undefined ? undefined : readName(name),
    phones: readEach(card["phones"], (phone) => ({
      phone: exact(phone["phone"]),
      waId: exact(phone["wa_id"]),
      type: words(phone["type"]),
    })),
    emails: readEach(card["emails"], (email) => ({
      email: exact(email["email"]),
      type: words(email["type"]),
    })),
    addresses: readEach(card["addresses"], readAddress),
    urls: readEach(card["urls"], (url) => ({ url: exact(url["url"]), type: words(url["type"]) })),
    org:
      org === undefined
        ? undefined
        : {
            company: words(org["company"]),
            department: words(org["department"]),
            title: words(org["title"]),
          },
    birthday: exact(card["birthday"]),
    origin: origin === "contact_request" || origin === "other" ? origin : undefined,
  };
}

function readName(name: JsonObject) {
  return {
    formatted: words(name["formatted_name"]),
    first: words(name["first_name"]),
    last: words(name["last_name"]),
    middle: words(name["middle_name"]),
    prefix: words(name["prefix"]),
    suffix: words(name["suffix"]),
  };
}

function readAddress(address: JsonObject) {
  return {
    street: words(address["street"]),
    city: words(address["city"]),
    state: words(address["state"]),
    zip: words(address["zip"]),
    country: words(address["country"]),
    countryCode: words(address["country_code"]),
    type: words(address["type"]),
  };
}

function readEach<T>(value: Json | undefined, read: (item: JsonObject) => T) {
  const items = listOf(value).map(objectOf);
  const known = items.filter((item) => item !== undefined).slice(0, maxItems);
  return known.length === 0 ? undefined : known.map(read);
}

/** Words that may be cut. */
function words(value: Json | undefined): string | undefined {
  return describeText(textOf(value), maxChars);
}

/** What is of no use when cut: a number, an address, a date. */
function exact(value: Json | undefined): string | undefined {
  return wholeText(value, maxChars);
}
