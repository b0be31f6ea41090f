import type { MessageIn } from "#core/model/message-in.ts";
import type { Target } from "./target.ts";
import { matchesGlob, wordKey } from "./word-key.ts";

/** Words of a flow's own that lead to one of its steps. Words and globs are folded already. */
export interface OwnInterrupt {
  readonly name: string;
  readonly words: ReadonlySet<string>;
  readonly globs: readonly (readonly string[])[];
  readonly target: Target;
}

/** Longest text that is compared, in UTF-16 units. */
const longestChars = 200;

/** The interrupt that a message is, as a whole. A tapped button or list row is never one. */
export function findOwnInterrupt(
  interrupts: readonly OwnInterrupt[],
  message: MessageIn,
): OwnInterrupt | undefined {
  if (interrupts.length === 0 || message.kind !== "text" || message.text.length > longestChars) {
    return undefined;
  }
  const key = wordKey(message.text);
  return (
    interrupts.find(({ words }) => words.has(key)) ??
    interrupts.find(({ globs }) => globs.some((pieces) => matchesGlob(key, pieces)))
  );
}
