import type { Header, JsonObject, MediaSource } from "sapa/plugin";
import { isGiven } from "./is-given.ts";
import { sourceBody } from "./source-body.ts";

/** What a message quotes. */
export function contextBody({ replyTo }: { readonly replyTo?: string | undefined }): JsonObject {
  return replyTo === undefined ? {} : { context: { message_id: replyTo } };
}

/** What the kinds of `interactive` have in common; an action is added by each. Reference 3.3. */
interface Frame {
  readonly text?: string | undefined;
  readonly header?: Header | undefined;
  readonly footer?: string | undefined;
}

/** An `interactive` message: header, body and footer around its action. */
export function interactiveBody(type: string, frame: Frame, action: JsonObject): JsonObject {
  return {
    type: "interactive",
    interactive: {
      type,
      ...(frame.header === undefined ? {} : { header: headerBody(frame.header) }),
      ...(isGiven(frame.text) ? { body: { text: frame.text } } : {}),
      ...(isGiven(frame.footer) ? { footer: { text: frame.footer } } : {}),
      action,
    },
  };
}

/** A line of text or a file, as a header of a message, a card or a template has it. */
export function headerBody(header: Header): JsonObject {
  if (header.kind === "text") return { type: "text", text: header.text };
  return { type: header.kind, [header.kind]: fileBody(header.source, header.filename) };
}

function fileBody(source: MediaSource, filename: string | undefined): JsonObject {
  return { ...sourceBody(source), ...(filename === undefined ? {} : { filename }) };
}
