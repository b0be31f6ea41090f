import type { EventBody, Json, JsonObject } from "sapa/plugin";
import { readSender } from "./read-sender.ts";
import { needText } from "./unreadable.ts";

/**
 * What a person told WhatsApp, not us, that they want to get; undefined for anything but stop and
 * resume. Throws `WEBHOOK_UNREADABLE` if it names nobody. Source: reference 2.9.
 */
export function readPreference(item: JsonObject, contacts: readonly Json[]): EventBody | undefined {
  const word = item["value"];
  if (word !== "stop" && word !== "resume") return undefined;
  const person: JsonObject = {
    ...(item["user_id"] === undefined ? {} : { from_user_id: item["user_id"] }),
    ...(item["parent_user_id"] === undefined
      ? {}
      : { from_parent_user_id: item["parent_user_id"] }),
    ...(item["wa_id"] === undefined ? {} : { from: item["wa_id"] }),
  };
  return {
    kind: "preference",
    category: needText(item["category"], "category", 200),
    wants: word === "resume",
    sender: readSender(person, contacts),
  };
}
