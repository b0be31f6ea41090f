import type { LanguageWords } from "./interrupt-words.ts";

export const french: LanguageWords = {
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
  data: ["mes donnees", "voir mes donnees"],
  erase: ["supprimer mes donnees", "effacer mes donnees"],
  yes: ["oui", "oui supprimer"],
  no: ["non"],
};
