import type { JsonObject, NetworkAct } from "sapa/plugin";
import { webhookError } from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";
import { fakeNumber } from "#plugins/channel-whatsapp-cloud/fake/webhook-body.ts";

type TextAct = Extract<NetworkAct, { readonly kind: "text" }>;
type LocationAct = Extract<NetworkAct, { readonly kind: "location" }>;

/** Words, with what they quote and what brought the person here. Source: reference 2.3 and 2.4. */
export function textMessage({ text, replyTo, forwarded, ad }: TextAct): JsonObject {
  const context = {
    ...(replyTo === undefined ? {} : { from: fakeNumber.displayPhoneNumber, id: replyTo }),
    ...(forwarded === true ? { forwarded } : {}),
  };
  return {
    type: "text",
    ...(Object.keys(context).length === 0 ? {} : { context }),
    ...(ad === undefined ? {} : { referral: ad }),
    text: { body: text },
  };
}

export function locationMessage(act: LocationAct): JsonObject {
  const { latitude, longitude, name, address } = act;
  return {
    type: "location",
    location: {
      latitude,
      longitude,
      ...(name === undefined ? {} : { name }),
      ...(address === undefined ? {} : { address }),
    },
  };
}

/** A message that the Cloud API cannot carry: its kind is named, its content is not there. */
export function unsupportedMessage(vendorKind: string): JsonObject {
  const details = "Message type is currently not supported.";
  return {
    type: "unsupported",
    unsupported: { type: vendorKind },
    errors: [messageError(131051, details, "Message type unknown")],
  };
}

/** Meta's error inside a message; its title differs from that of the answer with the same code. */
export function messageError(code: number, details: string, title: string): JsonObject {
  const { error_data: data } = webhookError({ code, details });
  return { code, title, message: title, ...(data === undefined ? {} : { error_data: data }) };
}
