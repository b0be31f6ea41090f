import { type Millis, toMillis } from "./millis.ts";

/** One take every `everyMs`, with up to `burst` at once after a quiet time. `burst` is at least 1. */
export interface Pace {
  readonly everyMs: number;
  readonly burst: number;
}

export type Take =
  | { readonly kind: "taken"; readonly nextAt: number }
  | { readonly kind: "wait"; readonly until: Millis };

/**
 * Takes one from a bucket whose whole state is `nextAt`, the moment at which it would be full again
 * (generic cell rate algorithm): exact, one number of (fractional) milliseconds a bucket, right
 * after a restart of any length.
 */
export function takeOne(nextAt: number | undefined, pace: Pace, now: Millis): Take {
  const base = Math.max(withoutLostTime(nextAt ?? 0, pace, now), now);
  const allowedAt = base - pace.everyMs * (pace.burst - 1);
  // A millisecond is the store's unit: round the wait up, or the bucket would be asked too early.
  if (allowedAt > now) return { kind: "wait", until: toMillis(Math.ceil(allowedAt)) };
  return { kind: "taken", nextAt: base + pace.everyMs };
}

/** How many takes the bucket has left, and when the first one more comes if it has none. */
export function availableTakes(
  nextAt: number | undefined,
  pace: Pace,
  now: Millis,
): { readonly count: number; readonly until: Millis } {
  const base = Math.max(withoutLostTime(nextAt ?? 0, pace, now), now);
  const count = Math.floor((now - base) / pace.everyMs + pace.burst - 1) + 1;
  const until = Math.max(now, Math.ceil(base - pace.everyMs * (pace.burst - 1)));
  return { count: Math.max(0, count), until: toMillis(until) };
}

/** The bucket's state after `count` takes, whether it had them left or not. */
export function takeMany(
  nextAt: number | undefined,
  pace: Pace,
  now: Millis,
  count: number,
): number {
  return Math.max(withoutLostTime(nextAt ?? 0, pace, now), now) + pace.everyMs * count;
}

/**
 * No bucket is further from full than one that was emptied just now, unless the clock was set back.
 * The time that it lost must not be waited for: one may go, and the bucket is empty after it.
 */
function withoutLostTime(nextAt: number, pace: Pace, now: Millis): number {
  // A millisecond more, for what sums of fractions are off by.
  const isLost = nextAt > now + pace.everyMs * pace.burst + 1;
  return isLost ? now + pace.everyMs * (pace.burst - 1) : nextAt;
}
