import { later, type Millis, minuteMs, toMillis } from "#core/lib/millis.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Store } from "#core/model/ports/store.ts";

/** Timers that fell due while nothing ran wait this long after a start, in milliseconds. */
const overdueHoldMs = minuteMs;
/** Timers that become events in one round. */
const timersPerRound = 200;

/** Turns due timers into events of their conversations. */
export interface Timers {
  start(): void;
  round(): Promise<boolean>;
  /** When the next thing of the store is due; timers that are held back do not count. */
  nextDueAt(): Promise<Millis | undefined>;
}

/**
 * Timers that were overdue at the start are held until webhooks have been answered for a while: the
 * person's own message may be on its way, and a message stamped before the timer was due wins.
 */
export function createTimers(deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly onFired: () => void;
}): Timers {
  const { store, clock } = deps;
  let startedAt = clock.now();

  function heldBefore(): Millis {
    const now = clock.now();
    // Before the start there is no time but that of a clock that was set back.
    const isHolding = now >= startedAt && now < startedAt + overdueHoldMs;
    return isHolding ? startedAt : toMillis(0);
  }

  return {
    start() {
      startedAt = clock.now();
    },
    async round() {
      const fired = await store.dueTimers(timersPerRound, clock.now(), heldBefore());
      if (fired > 0) deps.onFired();
      return fired === timersPerRound;
    },
    async nextDueAt() {
      const from = heldBefore();
      const dueAt = await store.nextDueAt(from);
      if (from === 0) return dueAt;
      const holdEndAt = later(startedAt, overdueHoldMs);
      return dueAt === undefined || holdEndAt < dueAt ? holdEndAt : dueAt;
    },
  };
}
