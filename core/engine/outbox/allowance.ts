import { availableTakes, type Pace, takeMany } from "#core/lib/gcra.ts";
import type { AccountId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";

/**
 * How many sends of an account are worth claiming now. It mirrors the account's bucket, so that a
 * backlog is not claimed, refused and put back again and again; the store's bucket decides. What is
 * spent on a send that comes to nothing is not given back: that slows by one burst at the most.
 */
export interface Allowance {
  /** At most `max`; `until` is when it is worth asking again, if now there is none. */
  left(
    account: AccountId,
    max: number,
    now: Millis,
  ): { readonly count: number; readonly until: Millis };
  spend(account: AccountId, count: number, now: Millis): void;
}

export function createAllowance(paceOf: () => Pace): Allowance {
  const buckets = new Map<AccountId, number>();
  return {
    left(account, max, now) {
      const { count, until } = availableTakes(buckets.get(account), paceOf(), now);
      return { count: Math.min(max, count), until };
    },
    spend(account, count, now) {
      buckets.set(account, takeMany(buckets.get(account), paceOf(), now, count));
    },
  };
}
