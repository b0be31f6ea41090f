import type { Capabilities } from "#core/model/capabilities.ts";
import type { MessageOut } from "#core/model/message-out.ts";
import { splitText } from "./split-text.ts";

/** A text as the messages that the channel carries; none if there is nothing to read in it. */
export function textMessages(
  text: string,
  capabilities: Capabilities,
  replyTo?: string,
): readonly MessageOut[] {
  return splitText(text, capabilities.text.maxChars).map((part, index) => ({
    kind: "text",
    text: part,
    ...(replyTo === undefined || index > 0 ? {} : { replyTo }),
  }));
}
