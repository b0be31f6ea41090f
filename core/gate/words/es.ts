import type { LanguageWords } from "./interrupt-words.ts";

export const spanish: LanguageWords = {
  stop: ["parar", "basta", "darme de baja", "cancelar suscripcion", "no mas mensajes"],
  start: ["empezar", "reanudar"],
  help: ["ayuda"],
  human: ["humano", "agente", "hablar con una persona", "hablar con un agente"],
  cancel: ["cancelar"],
  menu: ["menu principal"],
  data: ["mis datos", "ver mis datos"],
  erase: ["borrar mis datos", "borra mis datos", "eliminar mis datos"],
  yes: ["si", "si borrar"],
  no: [],
};
