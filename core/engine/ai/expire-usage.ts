import { errorText } from "#core/lib/bot-error.ts";
import { dayMs, toMillis } from "#core/lib/millis.ts";
import type { Cancel, Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Records } from "#core/model/ports/records.ts";

/** Records that are removed in one transaction. */
const batch = 500;

/** Removes what AI was asked when it was kept long enough: at the start, then once a day. */
export function expireAiUsage(deps: {
  readonly records: Pick<Records, "expireAi">;
  readonly clock: Clock;
  readonly log: Log;
  /** `retention.ai`. */
  readonly keepsMs: number;
}): { start(): void; stop(): void } {
  const { records, clock, log } = deps;
  let cancel: Cancel | undefined;
  let isStopped = false;

  async function expire(): Promise<void> {
    const before = toMillis(clock.now() - deps.keepsMs);
    let count = 0;
    let removed = batch;
    while (removed === batch && !isStopped) {
      removed = await records.expireAi(before, batch);
      count += removed;
    }
    if (count > 0) log.info("ai.expired", { count });
  }

  function expireDaily(): void {
    expire().catch((error: unknown) => {
      log.warn("ai.expiry-failed", { error: errorText(error) });
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
