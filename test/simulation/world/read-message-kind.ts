import type { JsonObject } from "#core/lib/json.ts";
import { objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import type { Traffic } from "./traffic.ts";

const simple: Readonly<Record<string, Traffic>> = {
  image: "image",
  video: "video",
  document: "document",
  sticker: "sticker",
  location: "location",
  button: "button of a template",
  order: "cart",
  edit: "edited",
  revoke: "taken back",
  unsupported: "unsupported",
  request_welcome: "chat opened",
};

const typed: Readonly<Record<string, (content: JsonObject, item: JsonObject) => Traffic>> = {
  text: (_text, item) => textKind(item),
  audio: ({ voice }) => (voice === true ? "voice note" : "audio"),
  interactive: interactiveKind,
  reaction: ({ emoji }) => (emoji === undefined ? "reaction taken back" : "reaction"),
  system: ({ type }) => (type === "user_changed_user_id" ? "id changed" : "number changed"),
};

/** What an item of `messages[]` is. Source: Cloud API reference, 2.3. */
export function readMessageKind(item: JsonObject): Traffic {
  if (item["group_id"] !== undefined) return "group";
  const type = textOf(item["type"]) ?? "";
  if (type === "contacts") {
    const isAsked = JSON.stringify(item["contacts"]).includes("contact_request");
    return isAsked ? "own number" : "visiting card";
  }
  const kindOf = typed[type];
  return kindOf?.(objectOf(item[type]) ?? {}, item) ?? simple[type] ?? "unknown kind";
}

function textKind(item: JsonObject): Traffic {
  if (item["referral"] !== undefined) return "text from an advertisement";
  const context = objectOf(item["context"]);
  if (context?.["forwarded"] === true) return "text passed on";
  return context === undefined ? "text" : "text with a quote";
}

function interactiveKind({ type, nfm_reply: form }: JsonObject): Traffic {
  if (type === "button_reply") return "button of a message";
  if (type === "list_reply") return "row of a list";
  if (type === "call_permission_reply") return "call allowed";
  return textOf(objectOf(form)?.["name"]) === "address_message" ? "address" : "form";
}
