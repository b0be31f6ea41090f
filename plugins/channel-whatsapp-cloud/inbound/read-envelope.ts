import type { Json, JsonObject } from "sapa/plugin";
import { listOf, numberOf, objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { maxIdChars } from "./common-fields.ts";
import { readMessage } from "./read-message.ts";
import { readMoment } from "./read-moment.ts";
import { contactsOf } from "./read-sender.ts";
import { readStatus } from "./read-status.ts";
import { needText, unreadable } from "./unreadable.ts";
import type { Updates } from "./updates.ts";

/** Whose updates are ours. */
export interface Own {
  readonly phoneNumberId: string;
  readonly messagingAccountId: string | undefined;
}

/**
 * Reads every entry, change, message and status of a webhook into `updates`, each on its own: one
 * that cannot be read is kept and the rest goes on. Source: reference 1.4 and 1.5.
 */
export function readEnvelope(envelope: JsonObject, own: Own, updates: Updates): void {
  if (!Array.isArray(envelope["entry"])) {
    updates.unparsed(envelope, "the body has no entries");
    return;
  }
  for (const entry of listOf(envelope["entry"])) {
    const changes = objectOf(entry)?.["changes"];
    if (!Array.isArray(changes)) {
      updates.unparsed(entry, "an entry has no changes");
      continue;
    }
    for (const change of listOf(changes)) {
      updates.guard(change, () => readChange(change, objectOf(entry) ?? {}, own, updates));
    }
  }
}

function readChange(change: Json, entry: JsonObject, own: Own, updates: Updates): void {
  const field = textOf(objectOf(change)?.["field"]);
  const value = objectOf(change)?.["value"];
  if (field === undefined || value === undefined)
    throw unreadable("a change has no field or value");
  if (field === "messages") readMessages(value, entry, own, updates);
  else readAccountField(field.slice(0, 200), value, entry, own, updates);
}

/** The field `messages`: what people wrote, how ours fare, and errors without a message. */
function readMessages(value: Json, entry: JsonObject, own: Own, updates: Updates): void {
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
  if (count === 0) addNotice("messages", value, entry, updates);
}

function addMessage(item: Json, contacts: readonly Json[], updates: Updates): void {
  const message = objectOf(item);
  if (message === undefined) throw unreadable("a message is no object");
  const id = needText(message["id"], "id", maxIdChars);
  const body = readMessage(message, contacts);
  const occurredAt = readMoment(message["timestamp"], updates.receivedAt);
  updates.add(`message:${id}`, occurredAt, body, JSON.stringify(item));
}

function addStatus(item: Json, updates: Updates): void {
  const status = objectOf(item);
  if (status === undefined) throw unreadable("a status is no object");
  const update = readStatus(status, updates.receivedAt);
  if (update !== undefined) updates.statuses.push(update);
  else addNotice("statuses", item, {}, updates);
}

/** An item that is neither a message nor a message's receipt: kept for people. */
function addNotice(field: string, item: Json, entry: JsonObject, updates: Updates): void {
  const occurredAt = readMoment(objectOf(item)?.["timestamp"] ?? entry["time"], updates.receivedAt);
  updates.account(field, item, occurredAt, [entry["time"] ?? null, item]);
}

/** Any other field: templates, the account, preferences, other responders. Source: reference 2.9. */
function readAccountField(
  field: string,
  value: Json,
  entry: JsonObject,
  own: Own,
  updates: Updates,
): void {
  const phoneNumberId = phoneNumberIdOf(objectOf(value));
  const accountId = textOf(entry["id"]);
  const isOther =
    (phoneNumberId !== undefined && phoneNumberId !== own.phoneNumberId) ||
    // Meta's own sample payloads come with the account "0".
    (own.messagingAccountId !== undefined &&
      accountId !== undefined &&
      accountId !== "0" &&
      accountId !== own.messagingAccountId);
  if (isOther) {
    updates.foreign += 1;
    return;
  }
  updates.item(value, () => {
    const time = numberOf(entry["time"]);
    const occurredAt = readMoment(time, updates.receivedAt);
    updates.account(field, value, occurredAt, [accountId ?? null, time ?? null, value]);
  });
}

/** The number that a change is about: in `metadata`, or for handovers in `recipient`. */
function phoneNumberIdOf(value: JsonObject | undefined): string | undefined {
  const holder = objectOf(value?.["metadata"]) ?? objectOf(value?.["recipient"]);
  return textOf(holder?.["phone_number_id"]);
}
