import { foldText } from "#core/lib/text.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import { gatherWords } from "./interrupt-words.ts";
import type { ErasureAnswer } from "./words/interrupt-words.ts";

/** Longest text that is compared, in UTF-16 units: a word with a crowd of signs behind it is shorter. */
const longestChars = 512;

const yes = new Set(gatherWords("yes"));
const no = new Set([...gatherWords("no"), ...gatherWords("cancel")]);

/**
 * What a message answers to the question whether everything of a person is to be erased, as a whole: what
 * cannot be taken back is done on a typed word alone. Undefined: it is no answer, and the question is over.
 */
export function matchErasureAnswer(message: MessageIn): ErasureAnswer | undefined {
  if (message.kind !== "text" || message.forwarded === true) return undefined;
  if (message.text.length > longestChars) return undefined;
  const text = foldText(message.text);
  if (yes.has(text)) return "yes";
  return no.has(text) ? "no" : undefined;
}
