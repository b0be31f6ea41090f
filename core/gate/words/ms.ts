import type { LanguageWords } from "./interrupt-words.ts";

export const malay: LanguageWords = {
  stop: ["berhenti hantar", "jangan hantar lagi", "berhenti melanggan"],
  start: ["mula", "mula semula"],
  help: [],
  human: ["cakap dengan orang"],
  cancel: [],
  menu: [],
  data: [],
  erase: ["padam data saya", "buang data saya"],
  yes: ["ya padam"],
  no: ["tak", "tidak mahu"],
};
