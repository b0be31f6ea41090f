import {
  assertNever,
  type Header,
  type Json,
  type JsonObject,
  type MessageOut,
  templateLanguage,
} from "sapa/plugin";
import { headerBody } from "./frame-body.ts";

type Template = Extract<MessageOut, { kind: "template" }>;
type Texts = NonNullable<Template["body"]>;
type Button = NonNullable<Template["buttons"]>[number];

/** The `template` object: variables by position or by name, header, buttons. Reference 3.4. */
export function templateBody(message: Template): JsonObject {
  const components = [
    ...component("header", headerParameters(message.header)),
    ...component("body", textParameters(message.body)),
    ...(message.buttons ?? []).map(buttonComponent),
  ];
  return {
    name: message.name,
    // The only policy there is; Meta's own description of the API requires it.
    language: { policy: "deterministic", code: templateLanguage(message.language) },
    ...(components.length === 0 ? {} : { components }),
  };
}

function component(type: "header" | "body", parameters: readonly Json[]): readonly JsonObject[] {
  return parameters.length === 0 ? [] : [{ type, parameters }];
}

/** The header's file, or its line's variables. A template's header takes a file in its own shape. */
function headerParameters(header: Template["header"]): readonly JsonObject[] {
  if (header === undefined) return [];
  return isTemplateHeader(header) ? [headerBody(header)] : textParameters(header);
}

/** True for a header that says its kind, false for the values of a text header's variables. */
export function isTemplateHeader(header: NonNullable<Template["header"]>): header is Header {
  const fields = new Map<string, unknown>(Object.entries(header));
  const isText = fields.size === 2 && fields.get("kind") === "text" && fields.has("text");
  return isText || typeof fields.get("source") === "object";
}

function textParameters(texts: Texts | undefined): readonly JsonObject[] {
  if (texts === undefined) return [];
  if (Array.isArray(texts)) return texts.map((text: string) => ({ type: "text", text }));
  return Object.entries(texts).map(([name, text]) => ({
    type: "text",
    parameter_name: name,
    text,
  }));
}

function buttonComponent(button: Button): JsonObject {
  return {
    type: "button",
    sub_type: button.kind === "form" ? "flow" : button.kind,
    index: String(button.index),
    parameters: [buttonParameter(button)],
  };
}

function buttonParameter({ kind, value }: Button): JsonObject {
  switch (kind) {
    case "quick_reply":
      return { type: "payload", payload: value };
    case "url":
      return { type: "text", text: value };
    case "copy_code":
      return { type: "coupon_code", coupon_code: value };
    case "form":
      return { type: "action", action: { flow_token: value } };
    default:
      return assertNever(kind, "buttonParameter");
  }
}
