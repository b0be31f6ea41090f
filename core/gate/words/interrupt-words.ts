/**
 * What can be asked of the bot in every state. `stop`, `start`, `data` (what is kept of me) and `erase`
 * act always; the others only while the bot has the conversation.
 */
export const interrupts = [
  "stop",
  "start",
  "help",
  "human",
  "cancel",
  "menu",
  "data",
  "erase",
] as const;
export type Interrupt = (typeof interrupts)[number];

/** Whole messages that ask for an interrupt, in one language. */
export type InterruptWords = Readonly<Record<Interrupt, readonly string[]>>;

/** How the one question of the runtime's own is answered: whether a person's data is erased. */
export const erasureAnswers = ["yes", "no"] as const;
export type ErasureAnswer = (typeof erasureAnswers)[number];

/** All the words of a language that the runtime itself understands. */
export type LanguageWords = InterruptWords & Readonly<Record<ErasureAnswer, readonly string[]>>;
