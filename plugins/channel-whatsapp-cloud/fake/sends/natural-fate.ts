import type { JsonObject } from "sapa/plugin";
import type { GraphError } from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";
import { messageType } from "#plugins/channel-whatsapp-cloud/fake/message-type.ts";
import type { Person } from "#plugins/channel-whatsapp-cloud/fake/person.ts";
import { objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import type { PriceCategory } from "./taken.ts";

/**
 * Why a message that Meta takes will not arrive, as a `failed` status tells it later; undefined: it
 * will. Source: reference 4.7.
 */
export function naturalFate(
  body: JsonObject,
  person: Person,
  category: PriceCategory,
  isInbound: (wamid: string) => boolean,
): GraphError | undefined {
  if (person.isGone) return { code: 131026, details: "Message Undeliverable." };
  if (category === "marketing" && !person.wantsMarketing) {
    const details =
      "Unable to deliver the message. This recipient has chosen to stop receiving marketing messages on WhatsApp from your business.";
    return { code: 131050, details };
  }
  // Marketing to the United States is paused. Source: reference 3.5.
  if (category === "marketing" && /^1\d{10}$/.test(person.phone ?? "")) {
    const details = "This message was not delivered to maintain healthy ecosystem engagement.";
    return { code: 131049, details };
  }
  if (messageType(body) !== "reaction") return undefined;
  const target = textOf(objectOf(body["reaction"])?.["message_id"]) ?? "";
  return isInbound(target)
    ? undefined
    : { code: 131009, details: "The message to react to is unknown, a reaction or too old." };
}
