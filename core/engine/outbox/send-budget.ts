import type { EngineSettings } from "#core/engine/settings.ts";
import type { Millis } from "#core/lib/millis.ts";
import {
  accountBudgetKey,
  type Budget,
  type BudgetOwner,
  budgetPeriodAt,
  contactBudgetKey,
  type SpendTake,
} from "#core/model/budget.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import { confirmationPurpose, refusalPurpose, type Send } from "#core/model/send.ts";

/** What of a budget is kept for last words: that it is used up, and the confirmation of STOP. */
const keptShare = 0.02;

/** What of a send its price depends on. */
export type PricedSend = Pick<Send, "account" | "contact" | "to" | "message" | "purpose">;

/**
 * What a send may take of the budgets that it counts against; undefined where nothing bounds it. The
 * last words of a conversation are paid from what all other messages leave.
 */
export function spendsOf(
  send: PricedSend,
  { prices }: Pick<Channel, "prices">,
  { limits: { budget }, bot: { timeZone } }: Pick<EngineSettings, "limits" | "bot">,
  now: Millis,
): readonly SpendTake[] | undefined {
  if (budget === undefined || prices === undefined) return undefined;
  const amount = prices.most(send);
  if (amount <= 0) return undefined;
  const isLastWord = send.purpose === refusalPurpose || send.purpose === confirmationPurpose;
  const take = (key: string, { microUsd, period }: Budget): SpendTake => {
    const kept = isLastWord ? 0 : Math.max(amount, Math.ceil(microUsd * keptShare));
    return { key, cap: microUsd - kept, amount, periodAt: budgetPeriodAt(now, period, timeZone) };
  };
  const spends: SpendTake[] = [];
  if (budget.contact !== undefined) {
    spends.push(take(contactBudgetKey(send.contact), budget.contact));
  }
  if (budget.account !== undefined) {
    spends.push(take(accountBudgetKey(send.account), budget.account));
  }
  return spends.length === 0 ? undefined : spends;
}

/** Whose budget a key of `spendsOf` names. */
export function spentOwner({ contact }: Pick<Send, "contact">, key: string): BudgetOwner {
  return key === contactBudgetKey(contact) ? "contact" : "account";
}
