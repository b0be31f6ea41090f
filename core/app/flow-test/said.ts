import type { JsonObject } from "#core/lib/json.ts";
import type { MessageOut } from "#core/model/message-out.ts";
import type { ShownMessage } from "#core/model/ports/simulator.ts";
import { describeParts } from "./describe-parts.ts";

/** A message of the bot's: as it stands on the phone, and what only who sent it knows. */
export interface Said {
  readonly shown: ShownMessage;
  /** `{ id, title, description }` of each button or row. */
  readonly options: readonly JsonObject[];
  /** What is more than words, by the keys of a `bot:` line: see `describeParts`. */
  readonly parts: JsonObject;
}

/**
 * Puts together what the phone shows and what was sent. `quotedText` gives the text of a message of
 * the person's by its vendor's id.
 */
export function toSaid(
  shown: ShownMessage,
  message: MessageOut | undefined,
  quotedText: (vendorId: string) => string | undefined,
): Said {
  const descriptions = new Map(rowsOf(message).map(({ id, description }) => [id, description]));
  const options = shown.options.map(({ id, title }) => {
    const description = descriptions.get(id);
    return { id, title, ...(description === undefined ? {} : { description }) };
  });
  const parts = message === undefined ? {} : describeParts(message, quotedText);
  return { shown, options, parts };
}

function rowsOf(message: MessageOut | undefined) {
  if (message?.kind === "buttons") return message.options;
  return message?.kind === "list" ? message.sections.flatMap(({ rows }) => rows) : [];
}
