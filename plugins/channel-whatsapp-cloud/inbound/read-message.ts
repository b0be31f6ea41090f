import type { Address, EventBody, Json, JsonObject, MessageIn } from "sapa/plugin";
import { readCommon } from "./common-fields.ts";
import { readEdit, readRevoke } from "./read-edit.ts";
import { readKind } from "./read-kind.ts";
import { phoneAddress, readSender } from "./read-sender.ts";
import { readSystem } from "./read-system.ts";

/**
 * Reads one item of `messages[]`. A group's message is told to people, because nobody may be
 * answered in private for it. Throws `WEBHOOK_UNREADABLE` for one that lacks what it cannot do
 * without. Source: reference part 2.
 */
export function readMessage(item: JsonObject, contacts: readonly Json[]): EventBody {
  if (item["group_id"] !== undefined) {
    return { kind: "account", field: "messages.group", value: item };
  }
  const type = item["type"];
  if (type === "system") return readSystem(item, contacts);
  if (type === "edit") return readEdit(item, contacts);
  if (type === "revoke") return readRevoke(item, contacts);
  return readSaid(item, contacts);
}

function readSaid(item: JsonObject, contacts: readonly Json[]): EventBody {
  const message = readKind(item, readCommon(item));
  const sender = readSender(item, contacts);
  const shared = message.kind === "contacts" ? sharedNumber(message) : [];
  if (shared.length === 0) return { kind: "message", message, sender };
  const addresses = [...sender.addresses.filter((address) => address.kind !== "phone"), ...shared];
  return { kind: "message", message, sender: { ...sender, addresses } };
}

/**
 * The person's own number, given in answer to a request for it. Without a `wa_id` only a number that
 * begins with a plus is whole. Source: reference 2.3, contacts.
 */
function sharedNumber({ contacts }: Extract<MessageIn, { kind: "contacts" }>): readonly Address[] {
  const [card] = contacts;
  if (contacts.length !== 1 || card?.origin !== "contact_request") return [];
  const { waId, phone } = card.phones?.[0] ?? {};
  return phoneAddress(waId ?? (phone?.startsWith("+") === true ? phone : undefined));
}
