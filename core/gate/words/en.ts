import type { InterruptWords } from "./interrupt-words.ts";

export const english: InterruptWords = {
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
};
