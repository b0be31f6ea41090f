/**
 * Keys and words of the language that this version cannot run. They are told apart from typing
 * mistakes, and never ignored.
 */
export const notYet = {
  top: ["inputs", "outputs", "on_error", "on_cancel", "migrate", "interrupts", "debounce", "reads"],
  triggers: ["status", "event", "schedule", "intent", "outside_hours"],
  slotTypes: ["list", "object"],
  /** Slot type → keys beside it: how large a file is, only its fetching tells. */
  slotKeys: { media: ["max_mb"] },
  verbs: ["call", "run", "ai", "converse", "consent", "handoff", "try", "emit"],
  /** Verb → keys beside it. */
  keys: {
    ask: ["extract"],
    wait: ["event", "timeout"],
  },
} as const;
