import { foldText } from "#core/lib/text.ts";
import type { InterruptWords, LanguageWords } from "./words/interrupt-words.ts";
import { languages } from "./words/languages.ts";

/**
 * The words of every language by their interrupt, folded as by `foldText`: they act whatever language
 * the bot speaks, for the person decides in which they write. A word stands under one interrupt only
 * (a test holds that).
 */
export const interruptWords: InterruptWords = {
  stop: gatherWords("stop"),
  start: gatherWords("start"),
  help: gatherWords("help"),
  human: gatherWords("human"),
  cancel: gatherWords("cancel"),
  menu: gatherWords("menu"),
  data: gatherWords("data"),
  erase: gatherWords("erase"),
};

/** What all languages say for one thing, folded. */
export function gatherWords(name: keyof LanguageWords): readonly string[] {
  return [...new Set(languages.flatMap((words) => words[name].map(foldText)))];
}
