import type { InterruptWords } from "./interrupt-words.ts";

export const portuguese: InterruptWords = {
  stop: [
    "parem",
    "pare de enviar",
    "sair",
    "descadastrar",
    "cancelar inscricao",
    "nao quero receber",
  ],
  start: ["comecar", "voltar a receber"],
  help: ["ajuda"],
  human: ["atendente", "falar com uma pessoa", "falar com atendente"],
  cancel: [],
  menu: ["menu inicial"],
};
