import { arabic } from "./ar.ts";
import { german } from "./de.ts";
import { english } from "./en.ts";
import { spanish } from "./es.ts";
import { french } from "./fr.ts";
import { hindi } from "./hi.ts";
import { indonesian } from "./id.ts";
import type { LanguageWords } from "./interrupt-words.ts";
import { malay } from "./ms.ts";
import { dutch } from "./nl.ts";
import { portuguese } from "./pt.ts";

/** Every language whose words are understood, whatever the bot speaks: another one is a file beside this and a line here. */
export const languages: readonly LanguageWords[] = [
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
