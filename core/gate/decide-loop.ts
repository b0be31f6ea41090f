import { type Millis, secondMs } from "#core/lib/millis.ts";

/** A text of either side, by when it came in or was said. */
export interface Said {
  readonly text: string;
  readonly at: Millis;
}

/** What shows that nobody types at the other end. */
export type LoopSign = "repeats" | "too-fast";

/** Of so many texts, one may be another: two that alternate are two of eight. */
const textsForOne = 4;
/** Faster than anybody types on a phone, in characters a second; and a text too long to have been ready. */
const charsPerSecond = 15;
const leastChars = 20;

/**
 * Decides whether the last texts of a conversation are those of two machines; undefined: a person may write
 * them. Each text of theirs has to follow an answer of ours: who writes without waiting is not in a loop. And
 * either both sides repeat themselves, with the same text or a few that take turns (in a quiz or a list only
 * one side does), or every text came faster after our answer than people read and type. Both oldest first.
 */
export function decideLoop(heard: readonly Said[], said: readonly Said[]): LoopSign | undefined {
  const answers = heard.slice(1).map((next, index) => {
    const from = heard[index]?.at ?? next.at;
    return said.filter(({ at }) => at >= from && at <= next.at);
  });
  if (answers.length === 0 || answers.some((between) => between.length === 0)) return undefined;
  const most = Math.max(1, Math.floor(heard.length / textsForOne));
  const theirs = countTexts(heard.map(({ text }) => text));
  const ours = countTexts(answers.map((between) => between.map(({ text }) => text).join("\n")));
  if (theirs <= most && ours <= most) return "repeats";
  const isTyped = heard.slice(1).some(({ text, at }, index) => {
    const afterMs = at - (answers[index]?.at(-1)?.at ?? 0);
    return text.length < leastChars || text.length < (charsPerSecond * afterMs) / secondMs;
  });
  return isTyped ? undefined : "too-fast";
}

/** How many texts there are that differ by more than their numbers, such as a time or a counter. */
function countTexts(texts: readonly string[]): number {
  const plain = (text: string) =>
    text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/\p{N}+/gu, "0")
      .replace(/\s+/gu, " ")
      .trim();
  return new Set(texts.map(plain)).size;
}
