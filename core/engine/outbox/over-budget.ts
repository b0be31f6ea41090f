import type { EngineSettings } from "#core/engine/settings.ts";
import type { Millis } from "#core/lib/millis.ts";
import { type BudgetOwner, budgetPeriodAt } from "#core/model/budget.ts";
import type { NewEvent } from "#core/model/event.ts";
import type { Send } from "#core/model/send.ts";

/**
 * That a person cannot be answered because a budget is used up, as an event of their conversation: its
 * turn tells them. There is one in each period, so what it says cannot lead to another.
 */
export function overBudgetOf(
  { account, conversation }: Pick<Send, "account" | "conversation">,
  whose: BudgetOwner,
  { limits: { budget }, bot: { timeZone } }: Pick<EngineSettings, "limits" | "bot">,
  now: Millis,
): NewEvent | undefined {
  const period = budget?.[whose]?.period;
  if (period === undefined) return undefined;
  const periodAt = budgetPeriodAt(now, period, timeZone);
  return {
    account,
    conversation,
    dedupeKey: `over-budget:${whose}:${conversation}:${periodAt}`,
    occurredAt: now,
    receivedAt: now,
    body: { kind: "over_budget", whose, period },
  };
}
