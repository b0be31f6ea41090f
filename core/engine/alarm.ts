import { errorText } from "#core/lib/bot-error.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { Cancel, Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";

/** Wall clocks jump while timers do not: look again at least this often, in milliseconds. */
const longestSleepMs = 30_000;
/**
 * A moment that has come but was not acted upon (its account is paused, say) is asked for again
 * after waits that double from the shortest to the longest of these, in milliseconds.
 */
const shortestSleepMs = 5;
const longestOverdueSleepMs = 500;

/** Wakes the engine when the next thing is due; asked anew after everything that may change that. */
export interface Alarm {
  /** Looks up when to ring next; many asks of one turn of the event loop are one look-up. */
  set(): void;
  stop(): void;
}

export function createAlarm(deps: {
  readonly clock: Clock;
  readonly log: Log;
  readonly nextDueAt: () => Promise<Millis | undefined>;
  readonly ring: () => void;
}): Alarm {
  const { clock } = deps;
  let cancel: Cancel | undefined;
  let ringsAt = Number.POSITIVE_INFINITY;
  let isAsked = false;
  let isStopped = false;
  let overdueSleepMs = shortestSleepMs;

  function sleepUntil(dueAt: Millis): number {
    const leftMs = dueAt - clock.now();
    if (leftMs > 0) {
      overdueSleepMs = shortestSleepMs;
      return Math.min(longestSleepMs, leftMs);
    }
    return overdueSleepMs;
  }

  async function look(): Promise<void> {
    isAsked = false;
    let sleepMs = longestSleepMs;
    try {
      const dueAt = await deps.nextDueAt();
      if (dueAt !== undefined) sleepMs = sleepUntil(dueAt);
    } catch (error) {
      deps.log.warn("alarm.failed", { error: errorText(error) });
    }
    const at = clock.now() + Math.max(shortestSleepMs, sleepMs);
    // What is armed is only ever moved nearer: being asked often must not put the ring off.
    if (isStopped || ringsAt <= at) return;
    cancel?.();
    ringsAt = at;
    cancel = clock.after(at - clock.now(), ring);
  }

  function ring(): void {
    ringsAt = Number.POSITIVE_INFINITY;
    // Back to the shortest as soon as the next thing due lies ahead.
    overdueSleepMs = Math.min(longestOverdueSleepMs, overdueSleepMs * 2);
    deps.ring();
  }

  return {
    set() {
      if (isAsked || isStopped) return;
      isAsked = true;
      clock.soon(() => void look());
    },
    stop() {
      isStopped = true;
      cancel?.();
    },
  };
}
