import type { AccountId } from "#core/lib/ids.ts";
import { later, type Millis } from "#core/lib/millis.ts";

/**
 * Which accounts may not send for now. Two reasons, kept apart: the owner has to mend something (a
 * token, a payment: each failed probe doubles the pause), or the account's bucket is empty.
 */
export interface Pauses {
  /** Starts or doubles a pause; resolves to its end and whether it is the first in a row. */
  pause(account: AccountId, now: Millis): { readonly until: Millis; readonly isFirst: boolean };
  hold(account: AccountId, until: Millis): void;
  /** The account may work: what is held may go now, and the next pause is no shorter for it. */
  lift(account: AccountId): void;
  /** The account works: the next pause is a short one again. True if it was paused. */
  clear(account: AccountId): boolean;
  isPaused(account: AccountId, now: Millis): boolean;
  /** The nearest end of a pause after `now`. */
  nextEndAt(now: Millis): Millis | undefined;
}

export function createPauses(bounds: { readonly first: number; readonly longest: number }): Pauses {
  const lengths = new Map<AccountId, number>();
  const ends = new Map<AccountId, Millis>();
  return {
    pause(account, now) {
      const last = lengths.get(account);
      const current = ends.get(account);
      // Sends that were in flight when the pause began fail too: they do not lengthen it.
      if (last !== undefined && current !== undefined && current > now) {
        return { until: current, isFirst: false };
      }
      const length = Math.min(bounds.longest, last === undefined ? bounds.first : last * 2);
      lengths.set(account, length);
      ends.set(account, later(now, length));
      return { until: later(now, length), isFirst: last === undefined };
    },
    hold(account, until) {
      const current = ends.get(account);
      if (current === undefined || current < until) ends.set(account, until);
    },
    lift(account) {
      ends.delete(account);
    },
    clear(account) {
      return lengths.delete(account);
    },
    isPaused(account, now) {
      const end = ends.get(account);
      return end !== undefined && end > now;
    },
    nextEndAt(now) {
      let next: Millis | undefined;
      for (const end of ends.values()) {
        if (end > now && (next === undefined || end < next)) next = end;
      }
      return next;
    },
  };
}
