import type { AccountId, ContactId, OutboxId } from "#core/lib/ids.ts";
import { type Millis, toMillis } from "#core/lib/millis.ts";

export type BudgetPeriod = "day" | "month";

/** The most that something may cost in a period; all budgets are held in micro-USD. */
export interface Budget {
  readonly microUsd: number;
  readonly period: BudgetPeriod;
}

/** `Store.reserve`'s key of what one person costs: AI and messages draw on the same. */
export function contactBudgetKey(contact: ContactId): string {
  return `budget:contact:${contact}`;
}

/** Likewise, of what an account costs. */
export function accountBudgetKey(account: AccountId): string {
  return `budget:account:${account}`;
}

/** When the period that `now` is in began, by the calendar of the business. */
export function budgetPeriodAt(now: Millis, period: BudgetPeriod, timeZone: string): Millis {
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone);
  const day = here.startOfDay();
  const start = period === "day" ? day : day.with({ day: 1 }).startOfDay();
  return toMillis(start.epochMilliseconds);
}

/** Whose budget it is. */
export type BudgetOwner = "contact" | "account";

/** A part of a budget that one send takes before it goes: the most that it can cost. */
export interface SpendTake {
  readonly key: string;
  /** Greatest sum in the period that `periodAt` names. */
  readonly cap: number;
  readonly amount: number;
  readonly periodAt: Millis;
}

/** The reservation of one attempt at a message. */
export function sendReservation(outbox: OutboxId | string, attempt: number): string {
  return `send:${outbox}:${attempt}`;
}
