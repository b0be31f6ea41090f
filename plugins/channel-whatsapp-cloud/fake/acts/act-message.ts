import { assertNever, BotError, type JsonObject, type NetworkAct } from "sapa/plugin";
import { isObject, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import type { ActContext } from "./act-context.ts";
import { needShown } from "./act-context.ts";
import { callPermissionMessage, formMessage, sharedNumberMessage } from "./answer-message.ts";
import { contactsMessage } from "./contacts-message.ts";
import { mediaMessage } from "./media-message.ts";
import { orderMessage } from "./order-message.ts";
import { systemMessage } from "./system-message.ts";
import { choiceMessage } from "./tap-message.ts";
import { locationMessage, textMessage, unsupportedMessage } from "./words-message.ts";

/** The acts that arrive as an item of `messages[]`. */
export type MessageAct = Exclude<
  NetworkAct,
  { readonly kind: "call" | "preference" | "echo" | "handover" | "phone" }
>;

type ToldAct = Extract<
  MessageAct,
  {
    readonly kind:
      | "text"
      | "group"
      | "media"
      | "location"
      | "contacts"
      | "order"
      | "open"
      | "unsupported"
      | "vendor";
  }
>;

const toldKinds: ReadonlySet<string> = new Set<ToldAct["kind"]>([
  "text",
  "group",
  "media",
  "location",
  "contacts",
  "order",
  "open",
  "unsupported",
  "vendor",
]);
const otherKinds: ReadonlySet<string> = new Set<Exclude<NetworkAct, MessageAct>["kind"]>([
  "call",
  "preference",
  "echo",
  "handover",
  "phone",
]);

export function isMessageAct(act: NetworkAct): act is MessageAct {
  return !otherKinds.has(act.kind);
}

function isToldAct(act: MessageAct): act is ToldAct {
  return toldKinds.has(act.kind);
}

/**
 * The typed part of the `messages[]` item that an act becomes: everything but sender, id and time.
 * Throws for an act on what is not there: `SIMULATOR_CHOICE_UNKNOWN`, `SIMULATOR_NOTHING_SHOWN`,
 * `SIMULATOR_NOTHING_SAID`. Source of the shapes: reference 2.3.
 */
export function actMessage(act: MessageAct, context: ActContext): JsonObject {
  return isToldAct(act) ? toldMessage(act, context) : replyMessage(act, context);
}

/** What the person says by themselves. */
function toldMessage(act: ToldAct, context: ActContext): JsonObject {
  switch (act.kind) {
    case "text":
      return textMessage(act);
    case "group":
      return { ...textMessage({ kind: "text", text: act.text }), group_id: act.group };
    case "media":
      return mediaMessage(act, context);
    case "location":
      return locationMessage(act);
    case "contacts":
      return contactsMessage(act.contacts);
    case "order":
      return orderMessage(act.items, context);
    case "open":
      return { type: "request_welcome" };
    case "unsupported":
      return unsupportedMessage(act.vendorKind);
    case "vendor":
      return isObject(act.message) ? act.message : { type: "unsupported" };
    default:
      return assertNever(act, "toldMessage");
  }
}

/** What goes back to something that is there already. */
function replyMessage(act: Exclude<MessageAct, ToldAct>, context: ActContext): JsonObject {
  switch (act.kind) {
    case "choice":
      return choiceMessage(act.choice, context);
    case "reaction":
      return { type: "reaction", reaction: reactionOf(act.emoji, context) };
    case "share_number":
      return sharedNumberMessage(act.phone, context);
    case "form":
      return formMessage(act.answer, context);
    case "call_permission":
      return callPermissionMessage(act.isGiven, context);
    case "edit":
      return { type: "edit", edit: { ...changed(context), message: editedText(act.text) } };
    case "revoke":
      return { type: "revoke", revoke: changed(context) };
    case "move":
      return systemMessage(act, context.person);
    default:
      return assertNever(act, "replyMessage");
  }
}

function reactionOf(emoji: string, context: ActContext): JsonObject {
  const message = needShown(context, "message to react to", (shown) => shown.text !== "");
  return { message_id: message.vendorId, ...(emoji === "" ? {} : { emoji }) };
}

function changed({ person }: ActContext): JsonObject {
  if (person.lastWamid !== undefined) return { original_message_id: person.lastWamid };
  throw new BotError("SIMULATOR_NOTHING_SAID", `${person.name} has sent nothing to change`);
}

function editedText(body: string): JsonObject {
  return { context: { id: "M0" }, ...textMessage({ kind: "text", text: body }) };
}

const windowless = new Set([
  "reaction",
  "system",
  "unsupported",
  "unknown",
  "edit",
  "revoke",
  "errors",
]);

/** True if a message of this type opens the customer service window. Source: reference 2.11. */
export function opensWindow(message: JsonObject): boolean {
  if (message["group_id"] !== undefined) return false;
  const interactive = message["interactive"];
  if (isObject(interactive) && interactive["type"] === "call_permission_reply") return false;
  return !windowless.has(textOf(message["type"]) ?? "unknown");
}

/** True if the person can change this message or take it back. */
export function isChangeable(message: JsonObject): boolean {
  return opensWindow(message) && message["type"] !== "request_welcome";
}
