import type { JsonObject, MessageOut, Option } from "sapa/plugin";
import { interactiveBody } from "./frame-body.ts";
import { isGiven } from "./is-given.ts";

/** Reply buttons under a text. Source: reference 3.3. */
export function buttonsBody(message: Extract<MessageOut, { kind: "buttons" }>): JsonObject {
  return interactiveBody("button", message, {
    buttons: message.options.map(({ id, title }) => ({ type: "reply", reply: { id, title } })),
  });
}

/** A list that opens. */
export function listBody(message: Extract<MessageOut, { kind: "list" }>): JsonObject {
  return interactiveBody("list", message, {
    button: message.button,
    sections: message.sections.map((section) => ({
      ...(isGiven(section.title) ? { title: section.title } : {}),
      rows: section.rows.map(rowOf),
    })),
  });
}

function rowOf({ id, title, description }: Option): JsonObject {
  return { id, title, ...(isGiven(description) ? { description } : {}) };
}

/** A button that opens a page. */
export function linkBody(message: Extract<MessageOut, { kind: "link" }>): JsonObject {
  return interactiveBody("cta_url", message, linkAction(message.label, message.url));
}

/** The action of a button, or of a card, that opens a page. */
export function linkAction(label: string, url: string): JsonObject {
  return { name: "cta_url", parameters: { display_text: label, url } };
}
