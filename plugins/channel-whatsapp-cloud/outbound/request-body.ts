import type { JsonObject, MessageOut } from "sapa/plugin";
import { interactiveBody } from "./frame-body.ts";

/** A button that sends the person's place. Source: reference 3.3. */
export function locationRequestBody(
  message: Extract<MessageOut, { kind: "request_location" }>,
): JsonObject {
  return interactiveBody("location_request_message", message, { name: "send_location" });
}

/** An address to fill in; WhatsApp has it in some countries only. */
export function addressRequestBody(
  message: Extract<MessageOut, { kind: "request_address" }>,
): JsonObject {
  const { country, values } = message;
  return interactiveBody("address_message", message, {
    name: "address_message",
    parameters: { country, ...(values === undefined ? {} : { values: { ...values } }) },
  });
}

/**
 * A button that sends the person's phone number; WhatsApp writes its label. Meta's first page of it
 * had another type, which is tried where the newer one is refused.
 */
export function contactRequestBody(
  message: Extract<MessageOut, { kind: "request_contact" }>,
  type: "request_contact_info" | "contact_request",
): JsonObject {
  return interactiveBody(type, message, { name: "request_contact_info" });
}
