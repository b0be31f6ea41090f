import type { Address, EventBody, Json, JsonObject } from "sapa/plugin";
import { objectOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { channelKind, phoneAddress, readSender, userIdAddress } from "./read-sender.ts";

/**
 * A `system` message: the person has another number or BSUID. The new ids are addresses, the old
 * ones (`previous_user_id`, and `from` where the number moved) are given up; what only repeats an
 * id is not. A system message without new ids tells who it is about. Source: reference 2.3.
 */
export function readSystem(message: JsonObject, contacts: readonly Json[]): EventBody {
  const system = objectOf(message["system"]) ?? {};
  const phone = system["wa_id"] ?? system["new_wa_id"];
  const addresses = [
    ...userIdAddress(system["user_id"]),
    ...userIdAddress(system["parent_user_id"]),
    ...phoneAddress(phone),
  ];
  if (addresses.length === 0) return { kind: "identity", sender: readSender(message, contacts) };
  const before = [
    ...userIdAddress(system["previous_user_id"]),
    ...userIdAddress(system["previous_parent_user_id"]),
    ...(phone === undefined ? [] : phoneAddress(message["from"])),
  ];
  const previous = before.filter((old) => !addresses.some((address) => isSame(address, old)));
  return {
    kind: "identity",
    sender: { scope: channelKind, addresses, ...(previous.length === 0 ? {} : { previous }) },
  };
}

function isSame(a: Address, b: Address): boolean {
  return a.kind === b.kind && a.value === b.value;
}
