/** An opening time of a day, in minutes after its midnight; `endMin` over 1,440 is the next day. */
export interface OpenSpan {
  readonly startMin: number;
  readonly endMin: number;
}

/** When a business is open: a list per weekday (0 is Sunday) and per date (`2026-12-25`). */
export interface OpeningHours {
  readonly weekdays: readonly (readonly OpenSpan[])[];
  readonly dates: ReadonlyMap<string, readonly OpenSpan[]>;
}

const dayMinutes = 1_440;

/**
 * Makes the question "open at this moment?" of opening hours in a time zone (IANA). A span that
 * runs past midnight belongs to the day on which it starts.
 */
export function createOpenAt(hours: OpeningHours, timeZone: string): (at: number) => boolean {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });

  function localTime(at: number): { readonly date: string; readonly minute: number } {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const date = `${parts.get("year")}-${parts.get("month")}-${parts.get("day")}`;
    return { date, minute: Number(parts.get("hour")) * 60 + Number(parts.get("minute")) };
  }

  const spansOf = (date: string) =>
    hours.dates.get(date) ?? hours.weekdays[new Date(`${date}T00:00Z`).getUTCDay()] ?? [];

  return (at) => {
    const { date, minute } = localTime(at);
    const isIn = (minuteOfDay: number) => (span: OpenSpan) =>
      span.startMin <= minuteOfDay && minuteOfDay < span.endMin;
    if (spansOf(date).some(isIn(minute))) return true;
    return spansOf(dayBefore(date)).some(isIn(minute + dayMinutes));
  };
}

function dayBefore(date: string): string {
  const at = new Date(`${date}T00:00Z`);
  at.setUTCDate(at.getUTCDate() - 1);
  return at.toISOString().slice(0, 10);
}
