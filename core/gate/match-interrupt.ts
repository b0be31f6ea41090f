import { foldText } from "#core/lib/text.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import { interruptWords } from "./interrupt-words.ts";
import { type Interrupt, interrupts } from "./words/interrupt-words.ts";

/** Longest text that is compared, in UTF-16 units: a word with a crowd of signs behind it is shorter. */
const longestChars = 512;

const byWord: ReadonlyMap<string, Interrupt> = new Map(
  interrupts.flatMap((interrupt) => interruptWords[interrupt].map((word) => [word, interrupt])),
);

/**
 * The interrupt that a message is, as a whole: "STOP!" is one, "stop, nanti dulu" is not. Only
 * typed text counts: a tapped button or list row is never an interrupt. Who is angry says a word again
 * and again, and means it once.
 */
export function matchInterrupt(message: MessageIn): Interrupt | undefined {
  if (message.kind !== "text" || message.text.length > longestChars) return undefined;
  const text = foldText(message.text);
  return byWord.get(text) ?? byWord.get(repeatedWord(text) ?? "");
}

/** The word that a text is nothing else of; undefined: there is another. */
function repeatedWord(text: string): string | undefined {
  const [word, ...others] = text.split(" ");
  return others.every((other) => other === word) ? word : undefined;
}
