import type { JsonObject } from "sapa/plugin";
import { textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";

/** The kind of message that a body posts: Meta takes one without `type` as text. */
export function messageType(body: JsonObject): string {
  return textOf(body["type"]) ?? "text";
}
