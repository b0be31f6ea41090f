import { foldText } from "#core/lib/text.ts";
import { arabic } from "./words/ar.ts";
import { german } from "./words/de.ts";
import { english } from "./words/en.ts";
import { spanish } from "./words/es.ts";
import { french } from "./words/fr.ts";
import { hindi } from "./words/hi.ts";
import { indonesian } from "./words/id.ts";
import { type Interrupt, type InterruptWords, interrupts } from "./words/interrupt-words.ts";
import { malay } from "./words/ms.ts";
import { dutch } from "./words/nl.ts";
import { portuguese } from "./words/pt.ts";

const languages: readonly InterruptWords[] = [
  english,
  indonesian,
  malay,
  spanish,
  portuguese,
  french,
  german,
  dutch,
  arabic,
  hindi,
];

/**
 * The words of every language by their interrupt, folded as by `foldText`: they act whatever language
 * the bot speaks, for the person decides in which they write. A word stands under one interrupt only
 * (a test holds that). Another language is a file in `words/` and a line here.
 */
export const interruptWords: InterruptWords = gather();

function gather(): InterruptWords {
  const wordsOf = (interrupt: Interrupt) => [
    ...new Set(languages.flatMap((words) => words[interrupt].map(foldText))),
  ];
  const [stop, start, help, human, cancel, menu] = interrupts.map(wordsOf);
  return {
    stop: stop ?? [],
    start: start ?? [],
    help: help ?? [],
    human: human ?? [],
    cancel: cancel ?? [],
    menu: menu ?? [],
  };
}
