import type { EngineSettings } from "#core/engine/settings.ts";
import type { Millis } from "#core/lib/millis.ts";
import {
  type BudgetBound,
  boundsOf,
  keptForLastWords,
  type SpendTake,
} from "#core/model/budget.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import { confirmationPurpose, refusalPurpose, type Send } from "#core/model/send.ts";

/** What of a send its price depends on, and who is behind it. */
export interface PricedSend
  extends Pick<Send, "account" | "contact" | "to" | "message" | "purpose"> {
  /** The flow of its run; absent: none. */
  readonly flow?: string | undefined;
}

type BudgetSettings = Pick<EngineSettings, "limits" | "bot">;

/**
 * What a send may take of the budgets that it counts against; undefined where nothing bounds it. The
 * last words of a conversation are paid from what all other messages leave.
 */
export function spendsOf(
  send: PricedSend,
  { prices }: Pick<Channel, "prices">,
  settings: BudgetSettings,
  now: Millis,
): readonly SpendTake[] | undefined {
  if (settings.limits.budget === undefined || prices === undefined) return undefined;
  const amount = prices.most(send);
  if (amount <= 0) return undefined;
  const isLastWord = send.purpose === refusalPurpose || send.purpose === confirmationPurpose;
  const spends = boundsOn(send, settings, now).map(({ key, microUsd, periodAt }): SpendTake => {
    const kept = isLastWord ? 0 : keptForLastWords(microUsd, amount);
    return { key, cap: microUsd - kept, amount, periodAt };
  });
  return spends.length === 0 ? undefined : spends;
}

/** The budget that a key of `spendsOf` names. */
export function findBound(
  send: PricedSend,
  key: string,
  settings: BudgetSettings,
  now: Millis,
): BudgetBound | undefined {
  return boundsOn(send, settings, now).find((bound) => bound.key === key);
}

function boundsOn(
  { contact, account, flow }: PricedSend,
  { limits: { budget }, bot: { timeZone } }: BudgetSettings,
  now: Millis,
): readonly BudgetBound[] {
  return budget === undefined ? [] : boundsOf(budget, { contact, account, flow }, now, timeZone);
}
