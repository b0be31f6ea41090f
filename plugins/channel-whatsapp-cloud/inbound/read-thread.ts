import { type EventBody, type Json, type JsonObject, sha256Hex } from "sapa/plugin";
import { listOf, objectOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { addNotice, addStatus } from "./add-update.ts";
import { maxIdChars } from "./common-fields.ts";
import { entryTime } from "./entry-time.ts";
import { readCall } from "./read-call.ts";
import { readEcho } from "./read-echo.ts";
import { readHandover } from "./read-handover.ts";
import { readMessage } from "./read-message.ts";
import { readMoment } from "./read-moment.ts";
import { readPreference } from "./read-preference.ts";
import { contactsOf } from "./read-sender.ts";
import { needText } from "./unreadable.ts";
import type { Updates } from "./updates.ts";

/**
 * Reads a change of a field that is about people's threads with this number; false for any other
 * field, and for a value that holds nothing of what the field is for. Source: reference 2.9, 2.10.
 */
export function readThread(
  field: string,
  value: JsonObject,
  entry: JsonObject,
  updates: Updates,
): boolean {
  switch (field) {
    case "smb_message_echoes":
      return readItems(value, "message_echoes", updates, (item) =>
        addNamed("echo", item, readEcho(item), updates),
      );
    case "standby":
      return readStandby(objectOf(value["standby"]) ?? {}, entry, updates);
    case "messaging_handovers":
      return readOwner(value, entry, updates);
    case "user_preferences":
      return readItems(value, "user_preferences", updates, (item) =>
        addOrTell(field, item, readPreference(item, contactsOf(value)), entry, updates),
      );
    case "calls":
      return readCalls(value, entry, updates);
    default:
      return false;
  }
}

/** What passes between a person and another app that answers: kept, never answered. */
function readStandby(standby: JsonObject, entry: JsonObject, updates: Updates): boolean {
  const contacts = contactsOf(standby);
  const hasMessages = readItems(standby, "messages", updates, (item) => {
    const body = readMessage(item, contacts);
    const { kind } = body;
    addNamed("standby", item, kind === "message" ? { ...body, kind: "overheard" } : body, updates);
  });
  const statuses = listOf(standby["statuses"]);
  for (const item of statuses) updates.item(item, () => addStatus(item, updates));
  const hasEchoes = readItems(standby, "message_echoes", updates, (item) =>
    addNotice("standby.message_echoes", item, entry, updates),
  );
  return hasMessages || statuses.length > 0 || hasEchoes;
}

function readOwner(value: JsonObject, entry: JsonObject, updates: Updates): boolean {
  const body = readHandover(value);
  if (body === undefined) return false;
  updates.item(value, () => addHashed("ownership", value, body, entry, updates));
  return true;
}

/** A call of a person's is told once, when it rings; how it went on is kept for people. */
function readCalls(value: JsonObject, entry: JsonObject, updates: Updates): boolean {
  const hasCalls = readItems(value, "calls", updates, (item) => {
    const body = readCall(item, value);
    if (body === undefined) addNotice("calls", item, entry, updates);
    else addNamed("call", item, body, updates);
  });
  const statuses = listOf(value["statuses"]);
  for (const item of statuses) {
    updates.item(item, () => addNotice("calls.statuses", item, entry, updates));
  }
  return hasCalls || statuses.length > 0;
}

/** Reads each item of a list on its own; false if there is none. */
function readItems(
  value: JsonObject,
  list: string,
  updates: Updates,
  read: (item: JsonObject) => void,
): boolean {
  const items = listOf(value[list]);
  for (const item of items) updates.item(item, () => read(objectOf(item) ?? {}));
  return items.length > 0;
}

/** An event that its own id names for good. */
function addNamed(scope: string, item: JsonObject, body: EventBody, updates: Updates): void {
  const id = needText(item["id"], "id", maxIdChars);
  const occurredAt = readMoment(item["timestamp"], updates.receivedAt);
  updates.add(`${scope}:${id}`, occurredAt, body, JSON.stringify(item));
}

/** An event without an id: what it says, and when Meta said it, name it. */
function addHashed(
  scope: string,
  item: JsonObject,
  body: EventBody,
  entry: JsonObject,
  updates: Updates,
): void {
  const time = entryTime(entry);
  const occurredAt = readMoment(item["timestamp"] ?? time, updates.receivedAt);
  const identity: Json = [time, item];
  const raw = JSON.stringify(item);
  updates.add(`${scope}:${sha256Hex(JSON.stringify(identity))}`, occurredAt, body, raw);
}

function addOrTell(
  field: string,
  item: JsonObject,
  body: EventBody | undefined,
  entry: JsonObject,
  updates: Updates,
): void {
  if (body === undefined) addNotice(field, item, entry, updates);
  else addHashed("preference", item, body, entry, updates);
}
