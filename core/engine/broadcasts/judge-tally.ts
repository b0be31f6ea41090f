import type { StopAt } from "#core/flow/broadcast/broadcast-plan.ts";
import type { BroadcastTally } from "#core/model/broadcast.ts";

/** Why a broadcast pauses by itself; undefined: it goes on. */
export function judgeTally(
  { known, failed, optedOut, overBudget }: BroadcastTally,
  stopAt: StopAt,
): string | undefined {
  if (overBudget > 0) return "the account's budget is used up";
  if (known < stopAt.after) return undefined;
  if (failed > 0 && failed / known >= stopAt.failures) {
    return `${failed} of the last ${known} messages failed`;
  }
  if (optedOut > 0 && optedOut / known >= stopAt.optOuts) {
    return `${optedOut} of the last ${known} people said no after it`;
  }
  return undefined;
}
