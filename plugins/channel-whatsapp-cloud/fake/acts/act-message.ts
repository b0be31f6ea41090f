import {
  assertNever,
  BotError,
  type JsonObject,
  type PersonAct,
  type ShownMessage,
} from "sapa/plugin";
import { isObject, objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { messageType } from "./check-message.ts";
import { fakeNumber } from "./webhook-body.ts";

/** Finds the newest message on the person's phone that fits. */
export type FindShown = (fits: (message: ShownMessage) => boolean) => ShownMessage | undefined;

/**
 * The typed part of the `messages[]` item that an act becomes: everything but sender, id and time.
 * Throws `SIMULATOR_CHOICE_UNKNOWN` or `SIMULATOR_NOTHING_SHOWN` for an act on what is not there.
 */
export function actMessage(act: PersonAct, find: FindShown): JsonObject {
  switch (act.kind) {
    case "text":
      return { type: "text", text: { body: act.text } };
    case "choice":
      return choiceMessage(act.choice, find);
    case "reaction":
      return { type: "reaction", reaction: reactionOf(act.emoji, find) };
    case "vendor":
      return isObject(act.message) ? act.message : { type: "unsupported" };
    default:
      return assertNever(act, "actMessage");
  }
}

function choiceMessage(choice: string, find: FindShown): JsonObject {
  const isOption = (option: { readonly id: string; readonly title: string }) =>
    option.id === choice || option.title === choice;
  const message = find((shown) => shown.options.some(isOption));
  const option = message?.options.find(isOption);
  if (message === undefined || option === undefined) {
    throw new BotError("SIMULATOR_CHOICE_UNKNOWN", `No message offers "${choice}"`, {
      hint: "Name an option of a message that was sent to this person, by id or by title.",
    });
  }
  const body = objectOf(message.body) ?? {};
  const context = { from: fakeNumber.displayPhoneNumber, id: message.vendorId };
  if (messageType(body) === "template") {
    return { type: "button", context, button: { payload: option.id, text: option.title } };
  }
  const kind = textOf(objectOf(body["interactive"])?.["type"]);
  const key = kind === "list" ? "list_reply" : "button_reply";
  const reply = { id: option.id, title: option.title };
  return { type: "interactive", context, interactive: { type: key, [key]: reply } };
}

function reactionOf(emoji: string, find: FindShown): JsonObject {
  const message = find((shown) => shown.text !== "");
  if (message === undefined) {
    throw new BotError("SIMULATOR_NOTHING_SHOWN", "There is no message to react to");
  }
  return { message_id: message.vendorId, ...(emoji === "" ? {} : { emoji }) };
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
  return !windowless.has(textOf(message["type"]) ?? "unknown");
}
