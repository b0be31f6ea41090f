import type { EngineSettings } from "#core/engine/settings.ts";
import type { BroadcastPlan } from "#core/flow/broadcast/broadcast-plan.ts";

/** What of an account's pace a broadcast may take: answers to people always find room. */
const accountShare = 0.8;

/** The time between two messages of a broadcast, in milliseconds. */
export function paceOf({ rate }: Pick<BroadcastPlan, "rate">, settings: EngineSettings): number {
  const fastestMs = settings.limits.account.everyMs / accountShare;
  return rate === undefined ? fastestMs : Math.max(fastestMs, rate.periodMs / rate.count);
}
