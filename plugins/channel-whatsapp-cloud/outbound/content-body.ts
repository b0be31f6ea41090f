import { assertNever, type JsonObject, type MessageOut, type Option } from "sapa/plugin";
import { templateBody } from "./template-body.ts";

/** The kind and content of a message, and what it quotes, as the Cloud API takes them. Reference 3. */
export function contentBody(message: MessageOut): JsonObject {
  switch (message.kind) {
    case "text":
      return {
        ...contextOf(message.replyTo),
        type: "text",
        text: { preview_url: message.preview === true, body: message.text },
      };
    case "buttons":
      return {
        ...contextOf(message.replyTo),
        type: "interactive",
        interactive: buttonsOf(message),
      };
    case "list":
      return { ...contextOf(message.replyTo), type: "interactive", interactive: listBody(message) };
    case "template":
      return { type: "template", template: templateBody(message) };
    case "reaction":
      return { type: "reaction", reaction: { message_id: message.target, emoji: message.emoji } };
    default:
      return assertNever(message, "contentBody");
  }
}

function contextOf(replyTo: string | undefined): JsonObject {
  return replyTo === undefined ? {} : { context: { message_id: replyTo } };
}

function footerOf(footer: string | undefined): JsonObject {
  return footer === undefined ? {} : { footer: { text: footer } };
}

function buttonsOf(message: Extract<MessageOut, { kind: "buttons" }>): JsonObject {
  return {
    type: "button",
    body: { text: message.text },
    ...footerOf(message.footer),
    action: {
      buttons: message.options.map(({ id, title }) => ({ type: "reply", reply: { id, title } })),
    },
  };
}

function listBody(message: Extract<MessageOut, { kind: "list" }>): JsonObject {
  return {
    type: "list",
    body: { text: message.text },
    ...footerOf(message.footer),
    action: {
      button: message.button,
      sections: message.sections.map((section) => ({
        ...(section.title === undefined ? {} : { title: section.title }),
        rows: section.rows.map(rowOf),
      })),
    },
  };
}

function rowOf({ id, title, description }: Option): JsonObject {
  return { id, title, ...(description === undefined ? {} : { description }) };
}
