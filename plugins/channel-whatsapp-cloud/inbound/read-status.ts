import type { Delivery, Json, JsonObject, Millis, StatusUpdate } from "sapa/plugin";
import { findEntry } from "#plugins/channel-whatsapp-cloud/errors/find-entry.ts";
import {
  readErrorCode,
  readSendError,
} from "#plugins/channel-whatsapp-cloud/errors/read-send-error.ts";
import { listOf, objectOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { maxIdChars } from "./common-fields.ts";
import { readMoment } from "./read-moment.ts";
import { phoneAddress, userIdAddress } from "./read-sender.ts";
import { needText, wholeText } from "./unreadable.ts";

const deliveries: Readonly<Record<string, Delivery>> = {
  sent: "sent",
  delivered: "delivered",
  read: "read",
  played: "played",
  failed: "failed",
};

/**
 * Reads one item of `statuses[]`; undefined if it tells of something else than a message's way
 * (calls, payments, kinds to come). Throws `WEBHOOK_UNREADABLE` without an id. Reference 2.7.
 */
export function readStatus(item: JsonObject, receivedAt: Millis): StatusUpdate | undefined {
  const vendorId = needText(item["id"], "status.id", maxIdChars);
  const word = needText(item["status"], "status.status", 64);
  const status = Object.hasOwn(deliveries, word) ? deliveries[word] : undefined;
  const isMessage = item["type"] === undefined || item["type"] === "message";
  if (status === undefined || !isMessage) return undefined;
  const callback = wholeText(item["biz_opaque_callback_data"], 512);
  const recipient = [
    ...userIdAddress(item["recipient_user_id"]),
    ...userIdAddress(item["recipient_parent_user_id"]),
    ...(item["recipient_type"] === "group" ? [] : phoneAddress(item["recipient_id"])),
  ];
  const price = objectOf(item["pricing"]);
  const [error] = listOf(item["errors"]);
  return {
    vendorId,
    status,
    at: readMoment(item["timestamp"], receivedAt),
    ...(callback === undefined ? {} : { callback }),
    ...(recipient.length === 0 ? {} : { recipient }),
    ...(price === undefined ? {} : { price: { ...price } }),
    ...readFailure(status, error),
  };
}

/** What went wrong, and what a final failure says beyond this one message. Source: reference 4.7. */
function readFailure(
  status: Delivery,
  error: Json | undefined,
): Pick<StatusUpdate, "error" | "effect"> {
  if (error === undefined && status !== "failed") return {};
  const content = objectOf(error) ?? {};
  const code = readErrorCode(content);
  const effect = code === undefined ? undefined : findEntry(code)?.effect;
  return {
    error: readSendError(content),
    ...(effect === undefined || status !== "failed" ? {} : { effect }),
  };
}
