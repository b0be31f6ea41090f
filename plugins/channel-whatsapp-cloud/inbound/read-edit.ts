import type { EventBody, Json, JsonObject } from "sapa/plugin";
import { objectOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { readCommon } from "./common-fields.ts";
import { readKind, readUnsupported } from "./read-kind.ts";
import { readSender } from "./read-sender.ts";
import { wholeText } from "./unreadable.ts";

/**
 * The person changed an earlier message. The message inside has no id of its own: it carries the
 * edit's. One that does not say which message it changes, or into what, is kept as `unsupported`.
 * Source: reference 2.3.
 */
export function readEdit(item: JsonObject, contacts: readonly Json[]): EventBody {
  const edit = objectOf(item["edit"]);
  const target = targetOf(edit);
  const inner = objectOf(edit?.["message"]);
  const sender = readSender(item, contacts);
  if (target === undefined || inner === undefined) return kept(item, "edit", contacts);
  const whole = { ...inner, id: item["id"] ?? null };
  return { kind: "edited", target, message: readKind(whole, readCommon(whole)), sender };
}

/** The person took an earlier message back. Source: reference 2.3. */
export function readRevoke(item: JsonObject, contacts: readonly Json[]): EventBody {
  const target = targetOf(objectOf(item["revoke"]));
  if (target === undefined) return kept(item, "revoke", contacts);
  return { kind: "revoked", target, sender: readSender(item, contacts) };
}

function targetOf(change: JsonObject | undefined): string | undefined {
  return wholeText(change?.["original_message_id"], 4_096);
}

function kept(item: JsonObject, type: string, contacts: readonly Json[]): EventBody {
  const message = readUnsupported(item, type, readCommon(item));
  return { kind: "message", message, sender: readSender(item, contacts) };
}
