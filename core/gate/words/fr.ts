import type { InterruptWords } from "./interrupt-words.ts";

export const french: InterruptWords = {
  stop: [
    "arret",
    "arreter",
    "arretez",
    "desabonner",
    "me desabonner",
    "desinscription",
    "plus de messages",
  ],
  start: ["commencer", "reprendre", "demarrer"],
  help: ["aide"],
  human: [
    "humain",
    "conseiller",
    "une personne",
    "parler a une personne",
    "parler a un conseiller",
  ],
  cancel: ["annuler"],
  menu: [],
};
