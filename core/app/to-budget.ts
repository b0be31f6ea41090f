import type { BotConfig } from "#core/config/bot-schema.ts";
import type { MoneyRate } from "#core/config/parse-money.ts";
import type { Budget, Budgets } from "#core/model/budget.ts";

const microUsdPerUsd = 1_000_000;

/** The budgets of bot.yaml; undefined: it bounds nothing. */
export function toBudgets(budget: BotConfig["limits"]["budget"]): Budgets | undefined {
  if (budget === undefined || !hasBudget(budget)) return undefined;
  return {
    contact: toBudget(budget.contact),
    account: toBudget(budget.account),
    flows: Object.fromEntries(
      Object.entries(budget.flows).map(([flow, rates]) => [flow, toBudget(rates)]),
    ),
  };
}

/** Whether bot.yaml bounds what anything costs. */
export function hasBudget(budget: BotConfig["limits"]["budget"]): boolean {
  if (budget === undefined) return false;
  const { contact, account, flows } = budget;
  return contact !== undefined || account !== undefined || Object.keys(flows).length > 0;
}

/** Only US dollars: the checker refuses any other currency. */
function toBudget(rates: readonly MoneyRate[] = []): readonly Budget[] {
  return rates.map((rate) => ({ microUsd: toMicroUsd(rate), period: rate.period }));
}

export function toMicroUsd({ amount }: Pick<MoneyRate, "amount">): number {
  return Math.round(amount * microUsdPerUsd);
}
