/**
 * Bounds of the interpreter and the compiler. A flow that breaks a bound while it runs ends as
 * `failed`; one that breaks it as written is refused by the checker.
 */
export const limits = {
  /** Steps that one input may pass: far above any real flow, reached within a millisecond or so. */
  stepsPerInput: 1_000,
  /** Messages that one input may cause; a person who gets more has long stopped reading. */
  messagesPerInput: 30,
  /** Events that one input may cause, and how many of them may cause each other in a row. */
  eventsPerInput: 20,
  eventHops: 8,
  /** One rendered text, in UTF-16 units, before it is split into messages. */
  textChars: 20_000,
  /** Turns in a row that only timers moved: about three years of a daily reminder. */
  quietTurns: 1_000,
  /** What a text slot holds, in UTF-16 units, when the flow sets no `max`. */
  slotChars: 4_096,
  /** Slots and locals of one run together, in UTF-16 units of JSON. */
  stateChars: 65_536,
  /** What an action or a called flow gives, and what is given to one, in UTF-16 units of JSON. */
  resultChars: 32_768,
  /** The longest that one try of an action may take, in milliseconds. */
  actionMs: 600_000,
  /** Items that one `each` goes through. Source: the flow language, "Control". */
  eachItems: 100,
  /** Flows that are at work at once, because one calls the other. */
  callDepth: 8,
  /** Branches inside branches. */
  depth: 16,
  /** Steps of one flow, branches included. */
  steps: 2_000,
  slots: 200,
  options: 200,
  /** How long a turn may wait for further texts of the person, in milliseconds. */
  debounceMs: 30_000,
  triggers: 200,
  /** Options on one page of a numbered text. */
  optionsPerPage: 10,
} as const;
