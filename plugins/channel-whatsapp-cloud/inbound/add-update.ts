import type { Json, JsonObject } from "sapa/plugin";
import { objectOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { entryTime } from "./entry-time.ts";
import { readMoment } from "./read-moment.ts";
import { readStatus } from "./read-status.ts";
import { unreadable } from "./unreadable.ts";
import type { Updates } from "./updates.ts";

/** An item of `statuses[]`: a receipt, or something else that is kept for people. */
export function addStatus(item: Json, updates: Updates): void {
  const status = objectOf(item);
  if (status === undefined) throw unreadable("a status is no object");
  const update = readStatus(status, updates.receivedAt);
  if (update !== undefined) updates.statuses.push(update);
  else addNotice("statuses", item, {}, updates);
}

/** An item that is neither a message nor a message's receipt: kept for people. */
export function addNotice(field: string, item: Json, entry: JsonObject, updates: Updates): void {
  const time = entryTime(entry);
  const occurredAt = readMoment(objectOf(item)?.["timestamp"] ?? time, updates.receivedAt);
  updates.account(field, item, occurredAt, [time, item]);
}
