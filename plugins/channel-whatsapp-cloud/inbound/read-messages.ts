import type { Json, JsonObject } from "sapa/plugin";
import { listOf, objectOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { addNotice, addStatus } from "./add-update.ts";
import { maxIdChars } from "./common-fields.ts";
import { type Own, phoneNumberIdOf } from "./own.ts";
import { readMessage } from "./read-message.ts";
import { readMoment } from "./read-moment.ts";
import { contactsOf } from "./read-sender.ts";
import { needText, unreadable } from "./unreadable.ts";
import type { Updates } from "./updates.ts";

/** The field `messages`: what people wrote, how ours fare, and errors without a message. */
export function readMessages(value: Json, entry: JsonObject, own: Own, updates: Updates): void {
  const content = objectOf(value);
  const phoneNumberId = phoneNumberIdOf(content);
  if (content === undefined || phoneNumberId === undefined) {
    throw unreadable("metadata.phone_number_id is missing");
  }
  const messages = listOf(content["messages"]);
  const statuses = listOf(content["statuses"]);
  const notices = ["errors", "user_actions"].flatMap((list) =>
    listOf(content[list]).map((item) => ({ list, item })),
  );
  const count = messages.length + statuses.length + notices.length;
  if (phoneNumberId !== own.phoneNumberId) {
    updates.foreign += Math.max(1, count);
    return;
  }
  const contacts = contactsOf(content);
  for (const item of messages) updates.item(item, () => addMessage(item, contacts, updates));
  for (const item of statuses) updates.item(item, () => addStatus(item, updates));
  for (const { list, item } of notices) {
    updates.item(item, () => addNotice(list, item, entry, updates));
  }
  if (count === 0) updates.item(value, () => addNotice("messages", value, entry, updates));
}

function addMessage(item: Json, contacts: readonly Json[], updates: Updates): void {
  const message = objectOf(item);
  if (message === undefined) throw unreadable("a message is no object");
  const id = needText(message["id"], "id", maxIdChars);
  const body = readMessage(message, contacts);
  const occurredAt = readMoment(message["timestamp"], updates.receivedAt);
  updates.add(`message:${id}`, occurredAt, body, JSON.stringify(item));
}
