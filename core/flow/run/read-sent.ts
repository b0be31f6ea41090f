import type { SentType } from "#core/flow/compile/slot.ts";
import { isSlotValue } from "#core/flow/parse-slot/parse-slot.ts";
import type { Json } from "#core/lib/json.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import { messageParts } from "./message-values.ts";

/** What the message holds for such a slot; undefined if it does not answer it. */
export function readSent(type: SentType, message: MessageIn): Json | undefined {
  const value = messageParts(message)[type.kind];
  return value !== null && isSlotValue(type, value) ? value : undefined;
}
