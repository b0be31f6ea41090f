import type { Json, JsonObject, MessageOut } from "sapa/plugin";

type Template = Extract<MessageOut, { kind: "template" }>;

/** The `template` object: variables by position or by name, header texts, buttons. Reference 3.4. */
export function templateBody(message: Template): JsonObject {
  const components = [
    ...component("header", (message.header ?? []).map(textParameter)),
    ...component("body", bodyParameters(message.body)),
    ...(message.buttons ?? []).map(buttonComponent),
  ];
  return {
    name: message.name,
    // The only policy there is; Meta's own description of the API requires it.
    language: { policy: "deterministic", code: message.language },
    ...(components.length === 0 ? {} : { components }),
  };
}

function component(type: "header" | "body", parameters: readonly Json[]): readonly JsonObject[] {
  return parameters.length === 0 ? [] : [{ type, parameters }];
}

function bodyParameters(body: Template["body"]): readonly JsonObject[] {
  if (body === undefined) return [];
  if (Array.isArray(body)) return body.map(textParameter);
  return Object.entries(body).map(([name, text]) => ({
    type: "text",
    parameter_name: name,
    text,
  }));
}

function textParameter(text: string): JsonObject {
  return { type: "text", text };
}

function buttonComponent(button: NonNullable<Template["buttons"]>[number]): JsonObject {
  const parameter =
    button.kind === "quick_reply"
      ? { type: "payload", payload: button.value }
      : textParameter(button.value);
  return {
    type: "button",
    sub_type: button.kind,
    index: String(button.index),
    parameters: [parameter],
  };
}
