import type { Database, Statement } from "better-sqlite3";
import { z } from "zod";
import { parseJson } from "#core/lib/json.ts";
import { dayMs, type Millis, millisSchema, toMillis } from "#core/lib/millis.ts";
import type { SpendTake } from "#core/model/budget.ts";
import type { Reservation, ReserveAnswer } from "#core/model/ports/store.ts";
import type { BucketTable } from "./bucket-table.ts";

const amountsSchema = z.array(
  z.object({ key: z.string(), amount: z.number(), periodAt: millisSchema }),
);
type Amounts = z.infer<typeof amountsSchema>;

/** Reservations are remembered this long, so that a repeat within it takes nothing. */
const keptMs = 30 * dayMs;

/** Longer than a month's period and a reservation of its last day, which is settled into it. */
const keptPeriodMs = 90 * dayMs;

/** Takes from buckets and budgets. Every method runs inside the caller's transaction. */
export class Limits {
  readonly #buckets: BucketTable;
  readonly #made: Statement<[string], { readonly amounts: string; readonly is_settled: number }>;
  readonly #make: Statement<[string, string, number]>;
  readonly #settle: Statement<[string]>;
  readonly #used: Statement<[string, number], { readonly used: number }>;
  readonly #use: Statement<[string, number, number]>;
  readonly #prune: Statement<[number]>;
  readonly #prunePeriods: Statement<[number]>;

  constructor(db: Database, buckets: BucketTable) {
    this.#buckets = buckets;
    this.#made = db.prepare("SELECT amounts, is_settled FROM reservation WHERE id = ?");
    this.#make = db.prepare(
      "INSERT INTO reservation (id, amounts, is_settled, made_at) VALUES (?, ?, 0, ?)",
    );
    this.#settle = db.prepare("UPDATE reservation SET is_settled = 1 WHERE id = ?");
    this.#used = db.prepare("SELECT used FROM budget WHERE key = ? AND period_at = ?");
    this.#use = db.prepare(
      `INSERT INTO budget (key, period_at, used) VALUES (?, ?, ?)
       ON CONFLICT (key, period_at) DO UPDATE SET used = excluded.used`,
    );
    this.#prune = db.prepare("DELETE FROM reservation WHERE made_at < ?");
    this.#prunePeriods = db.prepare("DELETE FROM budget WHERE period_at < ?");
  }

  reserve({ id, takes }: Reservation, now: Millis): ReserveAnswer {
    if (this.#made.get(id) !== undefined) return { kind: "granted" };
    const amounts: Amounts = [];
    const buckets: { readonly key: string; readonly nextAt: number }[] = [];
    for (const take of takes) {
      if (take.kind === "pace") {
        const answer = this.#buckets.look(take, now);
        if (answer.kind === "wait") return { kind: "refused", key: take.key, until: answer.until };
        buckets.push({ key: take.key, nextAt: answer.nextAt });
        continue;
      }
      const { key, amount, periodAt } = take;
      if (!this.#holds(take)) return { kind: "refused", key, until: undefined };
      amounts.push({ key, amount, periodAt });
    }
    for (const { key, nextAt } of buckets) this.#buckets.put(key, nextAt);
    this.#spend(id, amounts, now);
    return { kind: "granted" };
  }

  /** The first budget that does not hold what a send may cost; undefined: all do. Takes nothing. */
  findSpent(spends: readonly SpendTake[]): string | undefined {
    return spends.find((take) => !this.#holds(take))?.key;
  }

  /** Reserves what `findSpent` let through, in the same transaction. */
  spend(id: string, spends: readonly SpendTake[], now: Millis): void {
    if (this.#made.get(id) !== undefined) return;
    const amounts = spends.map(({ key, amount, periodAt }) => ({ key, amount, periodAt }));
    this.#spend(id, amounts, now);
  }

  #spend(id: string, amounts: Amounts, now: Millis): void {
    for (const { key, amount, periodAt } of amounts) this.#add(key, periodAt, amount);
    this.#make.run(id, JSON.stringify(amounts), now);
  }

  #holds({ key, cap, amount, periodAt }: SpendTake): boolean {
    return exact(this.#usedOf(key, periodAt) + amount) <= cap;
  }

  /** Only the first settling of a reservation counts; a key that it does not name stays reserved. */
  settle(id: string, used: Readonly<Record<string, number>> | number): void {
    const made = this.#made.get(id);
    if (made === undefined || made.is_settled === 1) return;
    for (const { key, amount, periodAt } of parseJson(amountsSchema, made.amounts, "reservation")) {
      const really = typeof used === "number" ? used : amountOf(used, key);
      if (really !== undefined) this.#add(key, periodAt, really - amount);
    }
    this.#settle.run(id);
  }

  prune(now: Millis): void {
    this.#prune.run(toMillis(now - keptMs));
    this.#prunePeriods.run(toMillis(now - keptPeriodMs));
  }

  #usedOf(key: string, periodAt: Millis): number {
    return this.#used.get(key, periodAt)?.used ?? 0;
  }

  #add(key: string, periodAt: Millis, amount: number): void {
    this.#use.run(key, periodAt, exact(this.#usedOf(key, periodAt) + amount));
  }
}

function amountOf(used: Readonly<Record<string, number>>, key: string): number | undefined {
  return Object.hasOwn(used, key) ? used[key] : undefined;
}

/** Rounds to a billionth, so that 0.1 and 0.2 add up to 0.3 and not to a little more. */
function exact(amount: number): number {
  return Math.round(amount * 1e9) / 1e9;
}
