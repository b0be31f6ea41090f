import type { Outcome } from "./judge.ts";
import { KeySet } from "./key-set.ts";

/** Counts the events that must be stored: each key of each reading that was acknowledged, once. */
export interface ExpectedRows {
  add(outcome: Outcome): void;
  /** How many were added since the last call. */
  take(): number;
  /** Begins with an empty store. */
  reset(): void;
}

export function createExpectedRows(capacity: number): ExpectedRows {
  const seen = new KeySet(capacity);
  let taken = 0;
  return {
    add({ status, reading }) {
      if (status !== 200 || reading?.kind !== "updates") return;
      for (const { dedupeKey } of reading.events) seen.add(dedupeKey);
    },
    take() {
      const added = seen.size - taken;
      taken = seen.size;
      return added;
    },
    reset() {
      seen.clear();
      taken = 0;
    },
  };
}
