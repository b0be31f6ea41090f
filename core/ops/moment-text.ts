import type { Millis } from "#core/lib/millis.ts";

/** A moment by the business's clock: `2026-11-30 08:15`. */
export function dayText(at: Millis, timeZone: string): string {
  const style = { timeZone, dateStyle: "short", timeStyle: "short" } as const;
  return new Intl.DateTimeFormat("sv-SE", style).format(at);
}
