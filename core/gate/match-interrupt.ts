import { foldText } from "#core/lib/text.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import { interruptWords } from "./interrupt-words.ts";
import { type Interrupt, interrupts } from "./words/interrupt-words.ts";

/** Longest text that is compared, in UTF-16 units: no interrupt is as long. */
const longestChars = 64;

const byWord: ReadonlyMap<string, Interrupt> = new Map(
  interrupts.flatMap((interrupt) => interruptWords[interrupt].map((word) => [word, interrupt])),
);

/**
 * The interrupt that a message is, as a whole: "STOP!" is one, "stop, nanti dulu" is not. Only
 * typed text counts: a tapped button or list row is never an interrupt.
 */
export function matchInterrupt(message: MessageIn): Interrupt | undefined {
  if (message.kind !== "text" || message.text.length > longestChars) return undefined;
  return byWord.get(foldText(message.text));
}
