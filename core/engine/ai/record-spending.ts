import { errorText } from "#core/lib/bot-error.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { Activity } from "#core/model/ports/store.ts";
import type { AiSettings } from "./ai-settings.ts";
import type { AiSpending } from "./purse.ts";
import { usageOf } from "./usage-of.ts";

/**
 * Writes down what an attempt cost, for `/spend` and the console; nobody waits for it. Budgets are
 * kept elsewhere, so that a lost line costs nothing but itself.
 */
export function recordSpending(
  deps: {
    readonly records: Pick<Records, "runs" | "putAiUsage">;
    readonly settings: Pick<AiSettings, "timeZone">;
    readonly clock: Clock;
    readonly log: Log;
  },
  activity: Activity,
  spending: AiSpending,
): void {
  const { log } = deps;
  const { provider, model, microUsd: costMicroUsd, outcome, ms } = spending;
  log.info("ai.asked", { provider, model, outcome, ms, costMicroUsd });
  write().catch((error: unknown) => {
    log.warn("ai.usage-lost", { effect: activity.effect, error: errorText(error) });
  });

  async function write(): Promise<void> {
    const { account, conversation, effect, run } = activity;
    const at = deps.clock.now();
    const runs = run === undefined ? [] : await deps.records.runs(conversation);
    await deps.records.putAiUsage({
      ...usageOf(spending, at, deps.settings.timeZone),
      account,
      conversation,
      flow: runs.find(({ id }) => id === run)?.flow ?? "",
      effect,
    });
  }
}
