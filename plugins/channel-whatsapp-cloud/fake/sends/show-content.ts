import type { Json, JsonObject, ShownContent, ShownMedia, ShownRequest } from "sapa/plugin";
import { messageType } from "#plugins/channel-whatsapp-cloud/fake/message-type.ts";
import {
  flagOf,
  listOf,
  numberOf,
  objectOf,
  textOf,
} from "#plugins/channel-whatsapp-cloud/read-json.ts";

/** What the person sees of a message beside its text and options, read from Meta's JSON. */
export function showContent(body: JsonObject): ShownContent {
  const quoted = textOf(objectOf(body["context"])?.["message_id"]);
  return { ...(quoted === undefined ? {} : { replyTo: quoted }), ...byType(body) };
}

function byType(body: JsonObject): ShownContent {
  const type = messageType(body);
  const content = objectOf(body[type]) ?? {};
  switch (type) {
    case "interactive":
      return interactiveContent(content);
    case "template":
      return templateContent(content);
    case "location":
      return locationContent(content);
    case "contacts":
      return { contacts: listOf(body["contacts"]).map(contactOf) };
    case "reaction": {
      const reactsTo = textOf(content["message_id"]);
      return reactsTo === undefined ? {} : { reactsTo };
    }
    default:
      return mediaContent(type, content);
  }
}

const mediaKinds = ["image", "video", "audio", "document", "sticker"] as const;

function mediaContent(type: string, content: JsonObject): { readonly media?: ShownMedia } {
  const kind = mediaKinds.find((known) => known === type);
  if (kind === undefined) return {};
  const file = textOf(content["id"]);
  const link = textOf(content["link"]);
  const filename = textOf(content["filename"]);
  return {
    media: {
      kind,
      ...(file === undefined ? {} : { file }),
      ...(link === undefined ? {} : { link }),
      ...(filename === undefined ? {} : { filename }),
      ...(flagOf(content["voice"]) === true ? { voice: true } : {}),
    },
  };
}

function locationContent(content: JsonObject): ShownContent {
  const name = textOf(content["name"]);
  const address = textOf(content["address"]);
  return {
    location: {
      latitude: degrees(content["latitude"]),
      longitude: degrees(content["longitude"]),
      ...(name === undefined ? {} : { name }),
      ...(address === undefined ? {} : { address }),
    },
  };
}

function degrees(value: Json | undefined): number {
  return numberOf(value) ?? Number(textOf(value) ?? 0);
}

function contactOf(value: Json) {
  const card = objectOf(value);
  return {
    name: textOf(objectOf(card?.["name"])?.["formatted_name"]) ?? "",
    phones: listOf(card?.["phones"]).flatMap((phone) => textOf(objectOf(phone)?.["phone"]) ?? []),
  };
}

function interactiveContent(content: JsonObject): ShownContent {
  const action = objectOf(content["action"]) ?? {};
  const footer = textOf(objectOf(content["footer"])?.["text"]);
  const type = textOf(content["type"]) ?? "";
  const asks = requests[type];
  const products = productsOf(action);
  const links = linksOf(action);
  return {
    ...headerOf(objectOf(content["header"])),
    ...(footer === undefined ? {} : { footer }),
    ...menuOf(action),
    ...(links.length === 0 ? {} : { links }),
    ...(products.length === 0 ? {} : { products }),
    ...(asks === undefined ? {} : { asks }),
  };
}

/** Meta's kind → what the person can send back. Source: reference 3.3. */
const requests: Readonly<Record<string, ShownRequest>> = {
  flow: "form",
  location_request_message: "location",
  address_message: "address",
  request_contact_info: "number",
  contact_request: "number",
  call_permission_request: "call",
};

function headerOf(header: JsonObject | undefined): ShownContent {
  const type = textOf(header?.["type"]);
  if (header === undefined || type === undefined) return {};
  const text = textOf(header["text"]);
  if (type === "text") return text === undefined ? {} : { header: text };
  return mediaContent(type, objectOf(header[type]) ?? {});
}

function menuOf(action: JsonObject): Pick<ShownContent, "menu"> {
  const label = textOf(action["button"]);
  if (label === undefined) return {};
  const sections = listOf(action["sections"]).map((value) => {
    const section = objectOf(value);
    const title = textOf(section?.["title"]);
    const rows = listOf(section?.["rows"]).flatMap(rowOf);
    return { ...(title === undefined ? {} : { title }), rows };
  });
  return { menu: { label, sections } };
}

function rowOf(value: Json) {
  const row = objectOf(value);
  const id = textOf(row?.["id"]);
  const description = textOf(row?.["description"]);
  if (id === undefined) return [];
  const title = textOf(row?.["title"]) ?? id;
  return [{ id, title, ...(description === undefined ? {} : { description }) }];
}

function linksOf(action: JsonObject): readonly { readonly label: string; readonly url: string }[] {
  const places = [action, ...listOf(action["cards"]).map(cardAction)];
  return places.flatMap((place) => {
    const parameters = objectOf(place["parameters"]);
    const url = textOf(parameters?.["url"]);
    return url === undefined ? [] : [{ label: textOf(parameters?.["display_text"]) ?? url, url }];
  });
}

function productsOf(action: JsonObject): readonly string[] {
  const sections = listOf(action["sections"]).flatMap((section) =>
    listOf(objectOf(section)?.["product_items"]),
  );
  const places = [action, ...listOf(action["cards"]).map(cardAction), ...sections.map(objectOf)];
  return places.flatMap((place) => textOf(place?.["product_retailer_id"]) ?? []);
}

function cardAction(card: Json): JsonObject {
  return objectOf(objectOf(card)?.["action"]) ?? {};
}

function templateContent(content: JsonObject): ShownContent {
  const parts = listOf(content["components"]).map(objectOf);
  const header = parts.find((part) => textOf(part?.["type"])?.toLowerCase() === "header");
  const hasForm = parts.some((part) => textOf(part?.["sub_type"])?.toLowerCase() === "flow");
  const [parameter] = listOf(header?.["parameters"]);
  return { ...headerOf(objectOf(parameter)), ...(hasForm ? { asks: "form" as const } : {}) };
}
