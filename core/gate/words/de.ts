import type { InterruptWords } from "./interrupt-words.ts";

export const german: InterruptWords = {
  stop: ["stopp", "abmelden", "abbestellen", "aufhoren", "keine nachrichten mehr"],
  start: ["starten", "anmelden", "weiter empfangen"],
  help: ["hilfe"],
  human: ["mensch", "mitarbeiter", "mit einem menschen sprechen", "kundendienst"],
  cancel: ["abbrechen", "abbruch"],
  menu: ["hauptmenu"],
};
