import type { InterruptWords } from "./interrupt-words.ts";

export const dutch: InterruptWords = {
  stop: ["stoppen", "afmelden", "uitschrijven", "geen berichten meer"],
  start: ["beginnen", "aanmelden"],
  help: ["hulp"],
  human: ["medewerker", "met een mens praten"],
  cancel: ["annuleren"],
  menu: ["hoofdmenu"],
};
