import { z } from "zod";
import { errorText } from "#core/lib/bot-error.ts";
import { jsonSchema } from "#core/lib/json.ts";
import { later, type Millis } from "#core/lib/millis.ts";
import type { ActivityOutcome, NewEvent } from "#core/model/event.ts";
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

/** An event that a flow sent, and with it the end of the activity that carried it. */
function toSignal(activity: Activity, now: Millis): readonly NewEvent[] {
  const { account, conversation, effect, request } = activity;
  const { data, hops } = signalSchema.parse(request.input);
  const common = { account, conversation, occurredAt: now, receivedAt: now };
  const body = { kind: "signal", name: request.name, data, hops } as const;
  return [
    { ...common, dedupeKey: `signal:${effect}`, body },
    toResult(activity, { kind: "done", value: null }, now),
  ];
}

const signalSchema = z.object({ data: jsonSchema, hops: z.number() });

function toResult(activity: Activity, outcome: ActivityOutcome, now: Millis): NewEvent {
  const { account, conversation, effect } = activity;
  const body = { kind: "result", effect, outcome } as const;
  const dedupeKey = `result:${effect}`;
  return { account, conversation, dedupeKey, occurredAt: now, receivedAt: now, body };
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
      if (activity.request.port === "signal") {
        await store.ingest(toSignal(activity, clock.now()));
        return;
      }
      const outcome = await runBounded(activity);
      const now = clock.now();
      if (outcome.kind === "later") {
        await store.deferActivity(activity.effect, later(now, outcome.afterMs));
        return;
      }
      await store.ingest([toResult(activity, outcome, now)]);
    } catch (error) {
      // Nothing was written: the lease runs out and the activity is done again.
      log.warn("activity.result-lost", { effect: activity.effect, error: errorText(error) });
    }
  }

  /** The outcome, or `unknown` at the time limit and for a throw: it may have its effect. */
  function runBounded(activity: Activity): Promise<ActivityAnswer> {
    const abort = new AbortController();
    return new Promise((resolve) => {
      const cancel = clock.after(activity.timeoutMs, () => {
        abort.abort();
        // What does it may know how it stands, and whether it may be done again: its word first.
        const message = `no result within ${activity.timeoutMs} ms`;
        clock.soon(() => resolve({ kind: "unknown", message }));
      });
      Promise.try(deps.run, activity, abort.signal).then(
        (outcome) => {
          cancel();
          resolve(outcome);
        },
        (error: unknown) => {
          cancel();
          resolve({ kind: "unknown", message: errorText(error) });
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
