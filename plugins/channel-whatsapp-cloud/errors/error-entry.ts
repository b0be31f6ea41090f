import type { RejectionEffect } from "sapa/plugin";

/**
 * What a code of Meta's means to a send. `retry`: nothing was sent, the same again later.
 * `rejected`: nothing was sent and never will be. `paused`: nothing can be sent until the owner mends
 * something. `unknown`: it may have been sent.
 */
export interface ErrorEntry {
  readonly outcome: "retry" | "rejected" | "paused" | "unknown";
  /** What happened, for the owner. */
  readonly meaning: string;
  /** What the owner does about it. */
  readonly action: string;
  /** For `rejected`: what it says about the world; left out: nothing. */
  readonly effect?: RejectionEffect;
  /** For `retry`: the least wait. */
  readonly afterMs?: number;
}

/** Entries by Meta's code. */
export type ErrorEntries = Readonly<Record<number, ErrorEntry>>;

export const waitForNetwork = "Nothing to do: it is tried again by itself.";
export const reportBug = "This is a fault of the bot's program: report it with the code.";
export const fixTemplate =
  "Compare the flow's template step with the template in WhatsApp Manager.";
