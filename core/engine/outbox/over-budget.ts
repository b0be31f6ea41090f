import type { Millis } from "#core/lib/millis.ts";
import type { BudgetBound } from "#core/model/budget.ts";
import type { NewEvent } from "#core/model/event.ts";
import type { Send } from "#core/model/send.ts";

/**
 * That a person cannot be answered because a budget is used up, as an event of their conversation: its
 * turn tells them. There is one in each period, so what it says cannot lead to another.
 */
export function overBudgetOf(
  { account, conversation }: Pick<Send, "account" | "conversation">,
  { whose, period, periodAt }: Pick<BudgetBound, "whose" | "period" | "periodAt">,
  now: Millis,
): NewEvent {
  return {
    account,
    conversation,
    dedupeKey: `over-budget:${whose}:${period}:${conversation}:${periodAt}`,
    occurredAt: now,
    receivedAt: now,
    body: { kind: "over_budget", whose, period },
  };
}
