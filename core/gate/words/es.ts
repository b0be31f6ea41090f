import type { InterruptWords } from "./interrupt-words.ts";

export const spanish: InterruptWords = {
  stop: ["parar", "basta", "darme de baja", "cancelar suscripcion", "no mas mensajes"],
  start: ["empezar", "reanudar"],
  help: ["ayuda"],
  human: ["humano", "agente", "hablar con una persona", "hablar con un agente"],
  cancel: ["cancelar"],
  menu: ["menu principal"],
};
