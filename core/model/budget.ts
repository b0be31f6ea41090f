import type { AccountId, ContactId, OutboxId } from "#core/lib/ids.ts";
import { type Millis, toMillis } from "#core/lib/millis.ts";

export type BudgetPeriod = "day" | "month";

/** The most that something may cost in a period; all budgets are held in micro-USD. */
export interface Budget {
  readonly microUsd: number;
  readonly period: BudgetPeriod;
}

/** When the period that `now` is in began, by the calendar of the business. */
export function budgetPeriodAt(now: Millis, period: BudgetPeriod, timeZone: string): Millis {
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone);
  const day = here.startOfDay();
  const start = period === "day" ? day : day.with({ day: 1 }).startOfDay();
  return toMillis(start.epochMilliseconds);
}

/** Whose budget it is. */
export const budgetOwners = ["contact", "flow", "account"] as const;
export type BudgetOwner = (typeof budgetOwners)[number];

/** What bot.yaml bounds; each may have a budget of the day and one of the month. */
export interface Budgets {
  /** Of one person each. */
  readonly contact: readonly Budget[];
  readonly account: readonly Budget[];
  /** By the flow's name; `*` is every flow without a line of its own. */
  readonly flows: Readonly<Record<string, readonly Budget[]>>;
}

/** Who is behind a cost. `flow`: undefined where none is; `contact` likewise, for what is the bot's own. */
export interface Spender {
  readonly contact?: ContactId;
  readonly account: AccountId;
  readonly flow: string | undefined;
}

/** One budget that a cost counts against. AI and messages draw on the same. */
export interface BudgetBound {
  readonly whose: BudgetOwner;
  /** `Store.reserve`'s key. */
  readonly key: string;
  readonly microUsd: number;
  readonly period: BudgetPeriod;
  readonly periodAt: Millis;
}

/** Every budget that a cost at this moment counts against: the person's, the flow's, the account's. */
export function boundsOf(
  budgets: Budgets,
  { contact, account, flow }: Spender,
  now: Millis,
  timeZone: string,
): readonly BudgetBound[] {
  const bound = (whose: BudgetOwner, name: string) => (budget: Budget) => ({
    ...budget,
    whose,
    key: budgetKey(whose, name, budget.period),
    periodAt: budgetPeriodAt(now, budget.period, timeZone),
  });
  const ofFlow = flow === undefined ? none : flowBudgets(budgets, flow);
  return [
    ...(contact === undefined ? [] : budgets.contact.map(bound("contact", contact))),
    ...ofFlow.map(bound("flow", flow ?? "")),
    ...budgets.account.map(bound("account", account)),
  ];
}

const none: readonly Budget[] = [];

function flowBudgets({ flows }: Budgets, flow: string): readonly Budget[] {
  return (Object.hasOwn(flows, flow) ? flows[flow] : flows["*"]) ?? none;
}

/** The first day of a month begins both of its periods, so the key tells them apart. */
function budgetKey(whose: BudgetOwner, name: string, period: BudgetPeriod): string {
  return period === "month" ? `budget:${whose}:${name}` : `budget:${whose}:${name}:${period}`;
}

/** What of a budget is kept for last words: that it is used up, and the confirmation of STOP. */
const keptShare = 0.02;

/** How much of a budget stays for last words where a message costs `amount` at most. */
export function keptForLastWords(microUsd: number, amount: number): number {
  return Math.max(amount, Math.ceil(microUsd * keptShare));
}

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
