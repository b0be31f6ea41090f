import { dayMs, type JsonObject, later, type ShownMessage } from "sapa/plugin";
import { secondsOf } from "#plugins/channel-whatsapp-cloud/fake/graph-exchange.ts";
import { sentComponents } from "#plugins/channel-whatsapp-cloud/fake/templates/sent-template.ts";
import { listOf, objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { type ActContext, answering, needShown } from "./act-context.ts";

/** For how long a permission to call holds. Source: reference 3.3. */
const permissionMs = 7 * dayMs;

/**
 * The answer of the last form, or of the last request for an address. Meta sends it as a text of
 * JSON inside the JSON. Source: reference 2.3.
 */
export function formMessage(answer: JsonObject, context: ActContext): JsonObject {
  const shown = needShown(context, "form to fill in", (message) => formOf(message) !== undefined);
  const form = formOf(shown);
  const reply =
    form?.kind === "address"
      ? { name: "address_message", body: Object.values(answer).map(textOf).join(", ") }
      : { name: "flow", body: "Sent" };
  const response =
    form?.kind === "address"
      ? { values: objectOf(answer["values"]) ?? answer }
      : { flow_token: form?.token ?? "unused", ...answer };
  return {
    type: "interactive",
    context: answering(shown),
    interactive: {
      type: "nfm_reply",
      nfm_reply: { ...reply, response_json: JSON.stringify(response) },
    },
  };
}

/** The person's own number, in answer to a request for it. Source: reference 2.3, contacts. */
export function sharedNumberMessage(phone: string, context: ActContext): JsonObject {
  const shown = needShown(
    context,
    "request for a phone number",
    (message) => interactiveType(message) === "request_contact_info",
  );
  return {
    type: "contacts",
    context: answering(shown),
    contacts: [{ phones: [{ phone: `+${phone}`, wa_id: phone }], origin: "contact_request" }],
  };
}

/** Whether the business may call. Source: reference 2.3. */
export function callPermissionMessage(isGiven: boolean, context: ActContext): JsonObject {
  const shown = needShown(
    context,
    "request to be called",
    (message) => interactiveType(message) === "call_permission_request",
  );
  const until = secondsOf(later(context.now, permissionMs));
  return {
    type: "interactive",
    context: answering(shown),
    interactive: {
      type: "call_permission_reply",
      call_permission_reply: {
        response: isGiven ? "accept" : "reject",
        ...(isGiven ? { is_permanent: false, expiration_timestamp: until } : {}),
        response_source: "user_action",
      },
    },
  };
}

type Form =
  | { readonly kind: "flow"; readonly token: string | undefined }
  | { readonly kind: "address" };

function formOf(message: ShownMessage): Form | undefined {
  const body = objectOf(message.body);
  const type = interactiveType(message);
  if (type === "address_message") return { kind: "address" };
  if (type === "flow") {
    const action = objectOf(objectOf(body?.["interactive"])?.["action"]);
    return { kind: "flow", token: textOf(objectOf(action?.["parameters"])?.["flow_token"]) };
  }
  const template = objectOf(body?.["template"]);
  const button = (template === undefined ? [] : sentComponents(template, "button")).find(
    (component) => textOf(component["sub_type"])?.toLowerCase() === "flow",
  );
  if (button === undefined) return undefined;
  const [parameter] = listOf(button["parameters"]);
  const action = objectOf(objectOf(parameter)?.["action"]);
  return { kind: "flow", token: textOf(action?.["flow_token"]) };
}

function interactiveType({ body }: ShownMessage): string | undefined {
  return textOf(objectOf(objectOf(body)?.["interactive"])?.["type"]);
}
