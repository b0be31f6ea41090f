import type { MoneyRate } from "#core/config/parse-money.ts";
import type { Budget } from "#core/model/budget.ts";

const microUsdPerUsd = 1_000_000;

/** A budget of bot.yaml. Only US dollars: the checker refuses any other currency. */
export function toBudget(rate: MoneyRate | undefined): Budget | undefined {
  if (rate === undefined) return undefined;
  return { microUsd: Math.round(rate.amount * microUsdPerUsd), period: rate.period };
}
