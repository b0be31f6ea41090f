import type { LanguageWords } from "./interrupt-words.ts";

export const dutch: LanguageWords = {
  stop: ["stoppen", "afmelden", "uitschrijven", "geen berichten meer"],
  start: ["beginnen", "aanmelden"],
  help: ["hulp"],
  human: ["medewerker", "met een mens praten"],
  cancel: ["annuleren"],
  menu: ["hoofdmenu"],
  data: ["mijn gegevens", "toon mijn gegevens"],
  erase: ["verwijder mijn gegevens", "wis mijn gegevens"],
  yes: ["ja verwijderen"],
  no: ["nee"],
};
