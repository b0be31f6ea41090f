import type { LanguageWords } from "./interrupt-words.ts";

export const portuguese: LanguageWords = {
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
  data: ["meus dados", "ver meus dados"],
  erase: ["apagar meus dados", "excluir meus dados"],
  yes: ["sim", "sim apagar"],
  no: ["nao"],
};
