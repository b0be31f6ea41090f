/**
 * Keys and words of the language that this version cannot run. They are told apart from typing
 * mistakes, and never ignored.
 */
export const notYet = {
  top: ["inputs", "outputs", "on_error", "on_cancel", "migrate", "interrupts", "debounce", "reads"],
  triggers: [
    "order",
    "ad",
    "form",
    "reaction",
    "number_changed",
    "status",
    "event",
    "schedule",
    "intent",
    "outside_hours",
  ],
  slotTypes: ["location", "media", "contact_card", "order", "list", "object"],
  verbs: ["send", "each", "call", "run", "ai", "converse", "consent", "handoff", "try", "emit"],
  /** Verb → keys beside it. */
  keys: {
    say: ["media", "footer"],
    ask: ["extract"],
    wait: ["event", "timeout"],
  },
} as const;
