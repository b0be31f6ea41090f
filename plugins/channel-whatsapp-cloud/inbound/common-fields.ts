import type { JsonObject, MessageIn } from "sapa/plugin";
import { isObject } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { needText, wholeText } from "./unreadable.ts";

/** Longest id of a message that is kept; they are opaque and grow. */
export const maxIdChars = 1_024;

/** The fields that every message has, whatever its kind. */
export type CommonFields = Pick<MessageIn, "id" | "replyTo" | "forwarded" | "ad">;

/** Id, quote, forwarding and advertisement of a message. Source: reference 2.1 and 2.4. */
export function readCommon(item: JsonObject): CommonFields {
  const id = needText(item["id"], "id", maxIdChars);
  const context = item["context"];
  const referral = item["referral"];
  if (context === undefined && referral === undefined) return { id };
  const quoted = isObject(context) ? wholeText(context["id"], 4_096) : undefined;
  const isForwarded =
    isObject(context) &&
    (context["forwarded"] === true || context["frequently_forwarded"] === true);
  return {
    id,
    ...(quoted === undefined ? {} : { replyTo: quoted }),
    ...(isForwarded ? { forwarded: true } : {}),
    ...(isObject(referral) ? { ad: { ...referral } } : {}),
  };
}
