import type { Millis } from "#core/lib/millis.ts";

/** What the reading of an answer depends on beside its words. */
export interface AnswerContext {
  /** BCP 47; settles what could be read in two ways. Words of every known language are taken. */
  readonly locale: string;
  /** IANA name; an unknown one reads as UTC. */
  readonly timeZone: string;
  readonly nowAt: Millis;
}

/** The wall clock of the person at this moment. */
export function localNow({ timeZone, nowAt }: AnswerContext): Temporal.ZonedDateTime {
  const instant = Temporal.Instant.fromEpochMilliseconds(nowAt);
  try {
    return instant.toZonedDateTimeISO(timeZone);
  } catch {
    return instant.toZonedDateTimeISO("UTC");
  }
}
