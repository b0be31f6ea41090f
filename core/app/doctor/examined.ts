/** What a check found: nothing to do, something worth a look, or what keeps the bot from its work. */
export interface Examined {
  readonly check: string;
  readonly state: "good" | "warning" | "error";
  /** One line, without a secret. */
  readonly message: string;
  /** What to do next, with the command where there is one; of a good one there is none. */
  readonly hint?: string;
}

/** What one check found, each `[state, message, hint]`; none: there was nothing to look at. */
export type Found =
  | readonly [state: "good", message: string]
  | readonly [state: "warning" | "error", message: string, hint: string];
