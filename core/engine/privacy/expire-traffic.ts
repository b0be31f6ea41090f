import { errorText } from "#core/lib/bot-error.ts";
import { dayMs, toMillis } from "#core/lib/millis.ts";
import type { Cancel, Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import { type Records, type TrafficKind, trafficKinds } from "#core/model/ports/records.ts";

/** Rows that one transaction looks at. */
const batch = 200;

export interface TrafficExpiryDeps {
  readonly records: Pick<Records, "expireTraffic">;
  readonly clock: Clock;
  readonly log: Log;
  /** How long what was said is kept: `retention.messages`, or `keeps` of the purpose `service`. */
  readonly messagesMs: number;
  /** `retention.raw`. */
  readonly rawMs: number;
}

/** Removes what was said, and updates as they came, when they were kept long enough: at the start, then daily. */
export function expireTraffic(deps: TrafficExpiryDeps): { start(): void; stop(): void } {
  const { records, clock, log } = deps;
  let cancel: Cancel | undefined;
  let isStopped = false;

  async function expire(kind: TrafficKind): Promise<void> {
    const keepsMs = kind === "raw" ? deps.rawMs : deps.messagesMs;
    const before = toMillis(clock.now() - keepsMs);
    let after: string | undefined;
    let count = 0;
    do {
      const { removed, next } = await records.expireTraffic(kind, before, after, batch);
      count += removed;
      after = next;
    } while (after !== undefined && !isStopped);
    if (count > 0) log.info("traffic.expired", { kind, count });
  }

  async function expireAll(): Promise<void> {
    for (const kind of trafficKinds) if (!isStopped) await expire(kind);
  }

  function expireDaily(): void {
    expireAll().catch((error: unknown) => {
      log.warn("traffic.expiry-failed", { error: errorText(error) });
    });
    if (!isStopped) cancel = clock.after(dayMs, expireDaily);
  }

  return {
    start: expireDaily,
    stop() {
      isStopped = true;
      cancel?.();
    },
  };
}
