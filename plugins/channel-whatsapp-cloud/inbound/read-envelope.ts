import type { Json, JsonObject } from "sapa/plugin";
import { listOf, objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { entryTime } from "./entry-time.ts";
import { isForeign, type Own, phoneNumberIdOf } from "./own.ts";
import { readMessages } from "./read-messages.ts";
import { readMoment } from "./read-moment.ts";
import { readTemplateNews } from "./read-template-news.ts";
import { readThread } from "./read-thread.ts";
import { unreadable } from "./unreadable.ts";
import type { Updates } from "./updates.ts";

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
  else readOther(field.slice(0, 200), value, entry, own, updates);
}

/**
 * Any other field. What is about one person's thread with this number becomes events of it; all
 * else (templates, the account, history), and what does not say which number it is about, is kept
 * for people. Source: reference 2.9.
 */
function readOther(
  field: string,
  value: Json,
  entry: JsonObject,
  own: Own,
  updates: Updates,
): void {
  const content = objectOf(value);
  if (isForeign(content, entry, own)) {
    updates.foreign += 1;
    return;
  }
  const isOurs = content !== undefined && phoneNumberIdOf(content) !== undefined;
  if (isOurs && readThread(field, content, entry, updates)) return;
  updates.item(value, () => {
    const time = entryTime(entry);
    const occurredAt = readMoment(time, updates.receivedAt);
    const accountId = textOf(entry["id"]) ?? null;
    const template = content && readTemplateNews(field, content, occurredAt);
    updates.account(field, value, occurredAt, [accountId, time, value], template);
  });
}
