import { parseDuration } from "#core/lib/duration.ts";
import { dayMs, later, type Millis, toMillis } from "#core/lib/millis.ts";
import { type BudgetPeriod, budgetPeriodAt } from "#core/model/budget.ts";
import type { Words } from "./language.ts";

/** The words of either language, by what they mean. */
const periods = new Map<string, BudgetPeriod>([
  ["today", "day"],
  ["day", "day"],
  ["hari", "day"],
  ["month", "month"],
  ["bulan", "month"],
]);

const longestMs = 400 * dayMs;

/** From when on, and how that is called. */
export interface Since {
  readonly from: Millis;
  readonly words: Words;
}

/** Reads `today`, `month`, `7d` or `2026-11-01`, by the calendar of the business; undefined: it is none. */
export function readSince(text: string, now: Millis, timeZone: string): Since | undefined {
  const period = periods.get(text.toLowerCase());
  if (period !== undefined) {
    const words =
      period === "day" ? { en: "Today", id: "Hari ini" } : { en: "This month", id: "Bulan ini" };
    return { from: budgetPeriodAt(now, period, timeZone), words };
  }
  const words = { en: `Since ${text}`, id: `Sejak ${text}` };
  const duration = parseDuration(text);
  if (duration.kind === "ok") {
    return duration.value > longestMs ? undefined : { from: later(now, -duration.value), words };
  }
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  try {
    const at = Temporal.PlainDate.from(text).toZonedDateTime(timeZone).epochMilliseconds;
    return now - at > longestMs || at > now ? undefined : { from: toMillis(at), words };
  } catch {
    return undefined;
  }
}
