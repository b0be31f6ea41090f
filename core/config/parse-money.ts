import type { Reading } from "#core/lib/duration.ts";

/** An amount of money per day or month. */
export interface MoneyRate {
  readonly amount: number;
  /** ISO 4217, three capital letters. */
  readonly currency: string;
  readonly period: "day" | "month";
}

/** Reads `0.05 USD/day` and `20 USD/month`: at most six decimals, an ISO 4217 code, day or month. */
function parseMoneyRate(text: string): Reading<MoneyRate> {
  const amount = /^\d{1,9}(?:\.\d{1,6})?/.exec(text)?.[0] ?? "";
  const currency = /^ ?[A-Z]{3}/.exec(text.slice(amount.length))?.[0] ?? "";
  const rest = text.slice(amount.length + currency.length);
  const period = rest === "/day" ? "day" : rest === "/month" ? "month" : undefined;
  const isWhole = amount !== "" && currency !== "" && period !== undefined;
  if (isWhole && Number(amount) > 0) {
    return { kind: "ok", value: { amount: Number(amount), currency: currency.trim(), period } };
  }
  const offset =
    amount === "" || Number(amount) === 0
      ? 0
      : amount.length + (currency === "" ? 0 : currency.length);
  return {
    kind: "bad",
    offset,
    message: `"${text}" is not money over time; write one like 0.05 USD/day or 20 USD/month`,
  };
}

const and = " and ";

/** Reads a budget: one such rate, or `0.05 USD/day and 1 USD/month`, which both hold. */
export function parseBudget(text: string): Reading<readonly MoneyRate[]> {
  const rates: MoneyRate[] = [];
  let offset = 0;
  for (const part of text.split(and)) {
    const reading = parseMoneyRate(part);
    if (reading.kind === "bad") return { ...reading, offset: offset + reading.offset };
    if (rates.some(({ period }) => period === reading.value.period)) {
      return {
        kind: "bad",
        offset,
        message: `there are two budgets of one ${reading.value.period}`,
      };
    }
    rates.push(reading.value);
    offset += part.length + and.length;
  }
  return { kind: "ok", value: rates };
}
