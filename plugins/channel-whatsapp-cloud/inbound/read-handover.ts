import type { EventBody, JsonObject } from "sapa/plugin";
import { objectOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { channelKind, phoneAddress, userIdAddress } from "./read-sender.ts";

/**
 * Who answers a thread from here on: `control_passed` gives it to us, `control_taken` takes it away.
 * Undefined for any other kind, and where nobody is named: Meta may leave the person out, and then
 * nobody's thread can be told by it. Source: reference 2.10.
 */
export function readHandover(value: JsonObject): EventBody | undefined {
  const type = value["type"];
  if (type !== "control_passed" && type !== "control_taken") return undefined;
  const person = objectOf(value["sender"]);
  const addresses = [
    ...userIdAddress(person?.["user_id"]),
    ...phoneAddress(person?.["phone_number"]),
  ];
  if (addresses.length === 0) return undefined;
  return {
    kind: "ownership",
    owner: type === "control_passed" ? "bot" : "other",
    sender: { scope: channelKind, addresses },
  };
}
