/**
 * What can be asked of the bot in every state. `stop` and `start` act always; the others only while
 * the bot has the conversation.
 */
export const interrupts = ["stop", "start", "help", "human", "cancel", "menu"] as const;
export type Interrupt = (typeof interrupts)[number];

/** Whole messages that ask for an interrupt, in one language. */
export type InterruptWords = Readonly<Record<Interrupt, readonly string[]>>;
