import { errorText } from "#core/lib/bot-error.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Store } from "#core/model/ports/store.ts";

/** Waits before each further try; what is not written after the last stays reserved for its period. */
const retriesMs = [1_000, 5_000, 30_000, 120_000, 600_000];

/**
 * Puts what was used in the place of what was reserved. Resolves after the first try; one that failed
 * is repeated behind the caller's back, so that a store that was down for minutes takes nobody's budget.
 */
export async function keepSettling(
  deps: {
    readonly store: Pick<Store, "settle">;
    readonly clock: Clock;
    readonly log: Log;
  },
  id: string,
  amounts: Readonly<Record<string, number>>,
  tries = 0,
): Promise<void> {
  const { store, clock, log } = deps;
  try {
    await store.settle(id, amounts);
  } catch (error) {
    const waitMs = retriesMs[tries];
    if (tries === 0 || waitMs === undefined) {
      // Until then the caps hold, with less room than there is.
      log.warn("ai.not-settled", { error: errorText(error), isLast: waitMs === undefined });
    }
    if (waitMs === undefined) return;
    clock.after(waitMs, () => void keepSettling(deps, id, amounts, tries + 1));
  }
}
