import type { EventBody, JsonObject } from "sapa/plugin";
import { objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { contactsOf, readSender } from "./read-sender.ts";

/**
 * A person calls the number, which opens the window, answered or not. Undefined for calls of ours
 * and for what happens to a call later. Source: reference 2.9 and 4.4; Meta's calling pages: the
 * direction is USER_INITIATED, and left out in one of their samples.
 */
export function readCall(item: JsonObject, value: JsonObject): EventBody | undefined {
  if (item["event"] !== "connect") return undefined;
  const own = textOf(objectOf(value["metadata"])?.["display_phone_number"]);
  const direction = textOf(item["direction"]);
  const isTheirs =
    direction === undefined
      ? digitsOf(textOf(item["from"])) !== digitsOf(own)
      : direction.toUpperCase() === "USER_INITIATED";
  return isTheirs ? { kind: "called", sender: readSender(item, contactsOf(value)) } : undefined;
}

function digitsOf(text: string | undefined): string | undefined {
  return text?.replace(/\D/g, "");
}
