import type { Value } from "#core/flow/expression/value.ts";
import { type Millis, toMillis } from "#core/lib/millis.ts";

/**
 * The moment that a value names: milliseconds, `2026-12-01` (its beginning), `2026-12-01 09:00`,
 * or `09:00` (the next one). Undefined if it names none.
 */
export function untilMoment(value: Value, now: Millis, timeZone: string): Millis | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? toMillis(value) : undefined;
  if (typeof value !== "string") return undefined;
  try {
    const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone);
    if (/^\d{2}:\d{2}$/.test(value)) {
      const time = Temporal.PlainTime.from(value);
      const today = here.toPlainDate().toZonedDateTime({ timeZone, plainTime: time });
      const next = today.epochMilliseconds > now ? today : today.add({ days: 1 });
      return toMillis(next.epochMilliseconds);
    }
    const wall = Temporal.PlainDateTime.from(value.trim().replace(" ", "T"));
    return toMillis(wall.toZonedDateTime(timeZone).epochMilliseconds);
  } catch {
    return undefined;
  }
}
