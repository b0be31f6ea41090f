import { errorText } from "#core/lib/bot-error.ts";
import { later } from "#core/lib/millis.ts";
import type { ActivityOutcome } from "#core/model/event.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Activity, Store } from "#core/model/ports/store.ts";

/** How it ended, or that it has not and shall be begun again; `attempts` tells how often it was. */
export type ActivityAnswer = ActivityOutcome | { readonly kind: "later"; readonly afterMs: number };

/**
 * Does one activity. At least once: the effect's id goes along as the idempotency key. The signal
 * aborts at the activity's time limit.
 */
export type RunActivity = (activity: Activity, signal: AbortSignal) => Promise<ActivityAnswer>;

/** Runs leased activities; each result is a new inbox event of the same conversation. */
export interface Activities {
  round(): Promise<boolean>;
  readonly inFlight: number;
}

export function createActivities(deps: {
  readonly store: Store;
  readonly run: RunActivity;
  readonly clock: Clock;
  readonly log: Log;
  readonly maxInFlight: number;
  readonly onResult: () => void;
}): Activities {
  const { store, clock, log } = deps;
  let inFlight = 0;

  async function round(): Promise<boolean> {
    const free = deps.maxInFlight - inFlight;
    if (free <= 0) return false;
    const activities = await store.claimActivities(free, clock.now());
    for (const activity of activities) {
      inFlight += 1;
      void carry(activity).finally(() => {
        inFlight -= 1;
        deps.onResult();
      });
    }
    return false;
  }

  async function carry(activity: Activity): Promise<void> {
    try {
      const outcome = await runBounded(activity);
      const now = clock.now();
      if (outcome.kind === "later") {
        await store.deferActivity(activity.effect, later(now, outcome.afterMs));
        return;
      }
      await store.ingest([
        {
          account: activity.account,
          conversation: activity.conversation,
          dedupeKey: `result:${activity.effect}`,
          occurredAt: now,
          receivedAt: now,
          body: { kind: "result", effect: activity.effect, outcome },
        },
      ]);
    } catch (error) {
      // Nothing was written: the lease runs out and the activity is done again.
      log.warn("activity.result-lost", { effect: activity.effect, error: errorText(error) });
    }
  }

  /** The outcome, or `unknown` at the time limit: it may still have its effect. */
  function runBounded(activity: Activity): Promise<ActivityAnswer> {
    const abort = new AbortController();
    return new Promise((resolve) => {
      const cancel = clock.after(activity.timeoutMs, () => {
        abort.abort();
        resolve({ kind: "unknown", message: `no result within ${activity.timeoutMs} ms` });
      });
      deps.run(activity, abort.signal).then(
        (outcome) => {
          cancel();
          resolve(outcome);
        },
        (error: unknown) => {
          cancel();
          resolve({ kind: "failed", code: "ACTIVITY_THREW", message: errorText(error) });
        },
      );
    });
  }

  return {
    round,
    get inFlight() {
      return inFlight;
    },
  };
}
