import type { JsonObject } from "sapa/plugin";
import { numberOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";

/**
 * When Meta noticed, as an entry tells it, in seconds. Anything but a time is nothing: it becomes
 * part of keys, and what may be deep must not be written out.
 */
export function entryTime(entry: JsonObject): number | null {
  return numberOf(entry["time"]) ?? null;
}
