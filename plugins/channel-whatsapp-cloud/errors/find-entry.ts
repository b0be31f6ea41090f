import { accountErrors } from "./account-errors.ts";
import type { ErrorEntries, ErrorEntry } from "./error-entry.ts";
import { messageErrors } from "./message-errors.ts";
import { platformErrors } from "./platform-errors.ts";
import { templateErrors } from "./template-errors.ts";

/** Every code that Meta documents, with what it means. */
export const errorEntries: ErrorEntries = {
  ...platformErrors,
  ...messageErrors,
  ...accountErrors,
  ...templateErrors,
};

interface ErrorRange {
  readonly from: number;
  readonly to: number;
  readonly entry: ErrorEntry;
}

const rejected = (meaning: string, action: string): ErrorEntry => ({
  outcome: "rejected",
  meaning,
  action,
});

/** Families of codes that mean one thing to a bot. Source: reference 4.7. */
const ranges: readonly ErrorRange[] = [
  {
    from: 200,
    to: 299,
    entry: {
      outcome: "paused",
      meaning: "A permission is missing, or the token has no access to this account.",
      action: "Give the token's system user access to this WhatsApp account, with its permissions.",
    },
  },
  {
    from: 131_201,
    to: 131_215,
    entry: rejected("It is about a group.", "Groups are not used by this bot."),
  },
  {
    from: 138_000,
    to: 138_999,
    entry: rejected("It is about a call.", "Calls are not used by this bot."),
  },
  {
    from: 147_001,
    to: 147_005,
    entry: rejected("The business username was refused.", "Choose another one."),
  },
  {
    from: 2_388_000,
    to: 2_388_999,
    entry: rejected(
      "A template's definition or a number's move was refused.",
      "Read Meta's own words beside the code.",
    ),
  },
  {
    from: 2_593_107,
    to: 2_593_109,
    entry: rejected(
      "The history of the WhatsApp Business app cannot be shared.",
      "Connect the number again from the app if the history is needed.",
    ),
  },
];

/** What a code means; undefined for one that is not documented. */
export function findEntry(code: number): ErrorEntry | undefined {
  const entry = errorEntries[code];
  if (entry !== undefined) return entry;
  return ranges.find(({ from, to }) => code >= from && code <= to)?.entry;
}

/** What is said of a code that nobody has documented. */
export const unknownEntry: ErrorEntry = rejected(
  "Meta refused it with a code that is not documented.",
  "Read Meta's own words beside the code, and look it up in Meta's list of error codes.",
);
