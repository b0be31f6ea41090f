import { type JsonObject, type MessageIn, maxInboundTextChars } from "sapa/plugin";
import { objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import type { CommonFields } from "./common-fields.ts";
import { readContacts, readLocation, readOrder, readReaction } from "./read-content.ts";
import { readButton, readInteractive } from "./read-interactive.ts";
import { isMediaType, readMedia } from "./read-media.ts";
import { describeText, needText } from "./unreadable.ts";

/**
 * Reads the part of a message that is named like its type; a kind that is not known becomes
 * `unsupported`. Throws `WEBHOOK_UNREADABLE` for a known one that lacks what it cannot do without.
 * Source: reference 2.3.
 */
export function readKind(item: JsonObject, common: CommonFields): MessageIn {
  const type = textOf(item["type"]) ?? "unknown";
  const content = contentOf(item, type);
  if (content === undefined) return readUnsupported(item, type, common);
  switch (type) {
    case "text":
      return { kind: "text", ...common, text: bodyText(content) };
    case "interactive":
      return readInteractive(content, common) ?? readUnsupported(item, type, common);
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
        : readUnsupported(item, type, common);
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

/**
 * Kinds after which nobody waits for an answer: a chat that was opened, a permission that was given,
 * and what is done to an earlier message rather than said. Source: reference 2.3 and 2.11.
 */
const quietKinds: ReadonlySet<string> = new Set([
  "request_welcome",
  "call_permission_reply",
  "edit",
  "revoke",
  "pin",
  "keep_in_chat",
  "poll_update",
  "reaction",
]);

/** A message that cannot be shown, under Meta's own name of its kind. */
export function readUnsupported(item: JsonObject, type: string, common: CommonFields): MessageIn {
  const inner = objectOf(item["unsupported"])?.["type"];
  const interactive = objectOf(item["interactive"])?.["type"];
  const vendorKind =
    describeText(inner ?? interactive, 4_096) ?? (type.slice(0, 4_096) || "unknown");
  return {
    kind: "unsupported",
    ...common,
    vendorKind,
    ...(quietKinds.has(vendorKind) ? { quiet: true } : {}),
  };
}
