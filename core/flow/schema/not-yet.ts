/**
 * Keys and words of the language that this version cannot run. They are told apart from typing
 * mistakes, and never ignored.
 */
export const notYet = {
  top: ["reads"],
} as const;
