import type { JsonObject, MessageOut } from "sapa/plugin";
import { interactiveBody } from "./frame-body.ts";

type Form = Extract<MessageOut, { kind: "form" }>;

/**
 * A form of WhatsApp's (a "Flow" in Meta's words). With a screen it opens there; without one the
 * form's own endpoint is asked, and Meta takes no payload then. Source: reference 3.3.
 */
export function formBody(message: Form): JsonObject {
  return interactiveBody("flow", message, {
    name: "flow",
    parameters: {
      flow_message_version: "3",
      ...("id" in message.form ? { flow_id: message.form.id } : { flow_name: message.form.name }),
      flow_cta: message.label,
      mode: message.isDraft === true ? "draft" : "published",
      flow_token: message.token,
      ...openingBody(message),
    },
  });
}

function openingBody({ screen, data }: Form): JsonObject {
  if (screen === undefined) return { flow_action: "data_exchange" };
  return {
    flow_action: "navigate",
    flow_action_payload: { screen, ...(data === undefined ? {} : { data: { ...data } }) },
  };
}
