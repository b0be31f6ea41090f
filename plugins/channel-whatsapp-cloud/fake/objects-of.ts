import type { Json, JsonObject } from "sapa/plugin";
import { listOf, objectOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";

/** The objects among the items of a list; none if it is no list. */
export function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return listOf(value)
    .map(objectOf)
    .filter((item) => item !== undefined);
}
