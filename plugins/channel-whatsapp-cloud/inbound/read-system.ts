import {
  type Address,
  type EventBody,
  isSameAddress,
  type Json,
  type JsonObject,
} from "sapa/plugin";
import { objectOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { channelKind, phoneAddress, readSender, userIdAddress } from "./read-sender.ts";

/** Most addresses that one update can give up; a sender holds no more. */
const maxPrevious = 4;

/**
 * A `system` message: the person has another number or BSUID. The new ids are addresses, the old
 * ones (`previous_user_id`; `from` and the older `customer` where the number moved) are given up;
 * what only repeats an id is not. Where only the number is new, the BSUID of the message still
 * names the person; where the BSUID is new as well, that of the message is the old one. A system
 * message without new ids tells who it is about. Source: reference 2.2 and 2.3.
 */
export function readSystem(message: JsonObject, contacts: readonly Json[]): EventBody {
  const system = objectOf(message["system"]) ?? {};
  const phone = phoneAddress(system["wa_id"] ?? system["new_wa_id"]);
  const userId = userIdAddress(system["user_id"]);
  const writer = userIdAddress(message["from_user_id"]);
  const parent = userIdAddress(system["parent_user_id"]);
  if (phone.length + userId.length + parent.length === 0) {
    return { kind: "identity", sender: readSender(message, contacts) };
  }
  const addresses = [...(userId.length > 0 ? userId : writer), ...parent, ...phone];
  const given = [
    ...userIdAddress(system["previous_user_id"]),
    ...userIdAddress(system["previous_parent_user_id"]),
    ...(phone.length === 0 ? [] : phoneAddress(message["from"])),
    ...(phone.length === 0 ? [] : phoneAddress(system["customer"])),
    ...(userId.length === 0 ? [] : writer),
  ];
  const previous = without(given, addresses).slice(0, maxPrevious);
  return {
    kind: "identity",
    sender: { scope: channelKind, addresses, ...(previous.length === 0 ? {} : { previous }) },
  };
}

/** The addresses that are not among `others`, each once. */
function without(addresses: readonly Address[], others: readonly Address[]): readonly Address[] {
  const seen = [...others];
  const kept: Address[] = [];
  for (const address of addresses) {
    if (seen.some((other) => isSameAddress(other, address))) continue;
    seen.push(address);
    kept.push(address);
  }
  return kept;
}
