import {
  type EventBody,
  type Json,
  type JsonObject,
  type MessageIn,
  maxInboundTextChars,
} from "sapa/plugin";
import { listOf, objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { type CommonFields, readCommon } from "./common-fields.ts";
import { readContacts, readLocation, readOrder, readReaction } from "./read-content.ts";
import { readButton, readInteractive } from "./read-interactive.ts";
import { isMediaType, readMedia } from "./read-media.ts";
import { phoneAddress, readSender } from "./read-sender.ts";
import { readSystem } from "./read-system.ts";
import { describeText, needText } from "./unreadable.ts";

/**
 * Reads one item of `messages[]`. Kinds that are not known become `unsupported`; a group's message
 * is told to people, because nobody may be answered in private for it. Throws `WEBHOOK_UNREADABLE`
 * for one that lacks what it cannot do without. Source: reference part 2.
 */
export function readMessage(item: JsonObject, contacts: readonly Json[]): EventBody {
  if (item["group_id"] !== undefined) {
    return { kind: "account", field: "messages.group", value: item };
  }
  if (item["type"] === "system") return readSystem(item, contacts);
  const message = readKind(item, readCommon(item));
  const sender = readSender(item, contacts);
  const shared = message.kind === "contacts" ? sharedNumber(message.contacts) : [];
  if (shared.length === 0) return { kind: "message", message, sender };
  const addresses = [...sender.addresses.filter((address) => address.kind !== "phone"), ...shared];
  return { kind: "message", message, sender: { ...sender, addresses } };
}

function readKind(item: JsonObject, common: CommonFields): MessageIn {
  const type = textOf(item["type"]) ?? "unknown";
  const content = contentOf(item, type);
  if (content === undefined) return unsupported(item, type, common);
  switch (type) {
    case "text":
      return { kind: "text", ...common, text: bodyText(content) };
    case "interactive":
      return readInteractive(content, common) ?? unsupported(item, type, common);
    case "button":
      return readButton(content, common);
    case "reaction":
      return readReaction(content, common);
    case "location":
      return readLocation(content, common);
    case "order":
      return readOrder(content, common);
    case "contacts":
      return readContacts(item, common);
    default:
      return isMediaType(type)
        ? { kind: "media", ...common, media: readMedia(type, content) }
        : unsupported(item, type, common);
  }
}

/** The object (for `contacts`: the list) that is named like the type. */
function contentOf(item: JsonObject, type: string): JsonObject | undefined {
  if (type === "contacts") return Array.isArray(item["contacts"]) ? item : undefined;
  return objectOf(item[type]);
}

function bodyText(content: JsonObject): string {
  const body = content["body"];
  return body === "" ? "" : needText(body, "text.body", maxInboundTextChars);
}

function unsupported(item: JsonObject, type: string, common: CommonFields): MessageIn {
  const inner = objectOf(item["unsupported"])?.["type"];
  const interactive = objectOf(item["interactive"])?.["type"];
  const vendorKind =
    describeText(inner ?? interactive, 4_096) ?? (type.slice(0, 4_096) || "unknown");
  return { kind: "unsupported", ...common, vendorKind };
}

/** The person's own number, given in answer to a request for it. Source: reference 2.3, contacts. */
function sharedNumber(contacts: readonly Json[]) {
  const contact = contacts.length === 1 ? objectOf(contacts[0]) : undefined;
  if (contact?.["origin"] !== "contact_request") return [];
  const [phone] = listOf(contact["phones"]);
  return phoneAddress(objectOf(phone)?.["wa_id"]);
}
