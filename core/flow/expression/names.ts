/** Top names that only the runtime sets: no slot, `into:` or `as:` may take one. */
export const reservedNames = [
  "contact",
  "message",
  "event",
  "slots",
  "input",
  "now",
  "today",
  "window",
  "hours",
  "bot",
  "channel",
  "env",
  "error",
] as const;

/** Words that CEL keeps for itself. Source: CEL specification, syntax, RESERVED; and `prototype`. */
const celWords = new Set(
  (
    "as break const continue else false for function if import in let loop namespace null package " +
    "prototype return true var void while"
  ).split(" "),
);

/**
 * True if an expression can say the name: letters, digits and `_`, and no word of CEL's own.
 *
 * @public For the checker of slots, `into:` and `as:`.
 */
export function isUsableName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !celWords.has(name) && name !== "__proto__";
}
