import type { LanguageWords } from "./interrupt-words.ts";

export const english: LanguageWords = {
  stop: [
    "stop",
    "stop all",
    "stopall",
    "unsubscribe",
    "unsub",
    "opt out",
    "optout",
    "stop messages",
  ],
  start: ["start", "unstop", "resume", "subscribe", "opt in"],
  help: ["help"],
  human: [
    "human",
    "agent",
    "operator",
    "talk to a human",
    "talk to a person",
    "customer service",
    "cs",
  ],
  cancel: ["cancel"],
  menu: ["menu", "main menu"],
  data: ["my data", "show my data", "export my data", "what do you keep about me"],
  erase: ["delete my data", "erase my data", "forget me"],
  yes: ["yes", "y", "yes please", "yes delete", "yes delete it"],
  no: ["no", "n", "no thanks", "keep it"],
};
