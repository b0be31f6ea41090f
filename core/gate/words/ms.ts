import type { InterruptWords } from "./interrupt-words.ts";

export const malay: InterruptWords = {
  stop: ["berhenti hantar", "jangan hantar lagi", "berhenti melanggan"],
  start: ["mula", "mula semula"],
  help: [],
  human: ["cakap dengan orang"],
  cancel: [],
  menu: [],
};
