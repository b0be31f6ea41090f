import type { LanguageWords } from "./interrupt-words.ts";

export const german: LanguageWords = {
  stop: ["stopp", "abmelden", "abbestellen", "aufhoren", "keine nachrichten mehr"],
  start: ["starten", "anmelden", "weiter empfangen"],
  help: ["hilfe"],
  human: ["mensch", "mitarbeiter", "mit einem menschen sprechen", "kundendienst"],
  cancel: ["abbrechen", "abbruch"],
  menu: ["hauptmenu"],
  data: ["meine daten", "meine daten anzeigen"],
  erase: ["meine daten loschen", "losche meine daten"],
  yes: ["ja", "ja loschen"],
  no: ["nein"],
};
