import { type Millis, toMillis } from "./millis.ts";
import { nearest } from "./nearest.ts";

/** Moments that come again and again: the values that each field may have. */
export interface Cron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  /** Days of the month and of the week (0: Sunday): either will do where both are restricted. */
  readonly days: ReadonlySet<number> | undefined;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number> | undefined;
}

export type CronReading =
  | { readonly kind: "ok"; readonly value: Cron }
  | { readonly kind: "bad"; readonly message: string };

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words: readonly string[];
}

const fields: readonly [Field, Field, Field, Field, Field] = [
  { name: "minute", min: 0, max: 59, words: [] },
  { name: "hour", min: 0, max: 23, words: [] },
  { name: "day of the month", min: 1, max: 31, words: [] },
  {
    name: "month",
    min: 1,
    max: 12,
    words: "jan feb mar apr may jun jul aug sep oct nov dec".split(" "),
  },
  { name: "day of the week", min: 0, max: 7, words: "sun mon tue wed thu fri sat".split(" ") },
];

/**
 * Reads `minute hour day month weekday`, each a `*`, a number, a name (`mon`, `jan`), a range, a list
 * or a step. Source: POSIX crontab; steps and names as in Vixie cron.
 */
export function parseCron(text: string): CronReading {
  const parts = text.trim().toLowerCase().split(/\s+/);
  if (parts.length !== fields.length) {
    const message = `a schedule has five fields (minute, hour, day, month, weekday); this has ${parts.length}`;
    return { kind: "bad", message };
  }
  const sets: ReadonlySet<number>[] = [];
  for (const [index, field] of fields.entries()) {
    const set = parseField(parts[index] ?? "", field);
    if (typeof set === "string") return { kind: "bad", message: set };
    sets.push(set);
  }
  const [minutes = none, hours = none, days = none, months = none, weekdays = none] = sets;
  // 7 is Sunday too.
  const week = weekdays.has(7) ? new Set([...weekdays, 0]) : weekdays;
  const isAnyDay = parts[2] === "*";
  const isAnyWeekday = parts[4] === "*";
  return {
    kind: "ok",
    value: {
      minutes,
      hours,
      months,
      days: isAnyDay ? undefined : days,
      weekdays: isAnyWeekday ? undefined : week,
    },
  };
}

const none: ReadonlySet<number> = new Set();

/** The values of one field, or what is wrong with it. */
function parseField(text: string, field: Field): ReadonlySet<number> | string {
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const [, range = "", step] = /^([^/]+)(?:\/(\d{1,2}))?$/.exec(part) ?? [];
    const [from = "", to] = range.split("-");
    const first = range === "*" ? field.min : valueOf(from, field);
    const open = step === undefined ? first : field.max;
    const last = range === "*" ? field.max : to === undefined ? open : valueOf(to, field);
    const every = Number(step ?? 1);
    if (first === undefined || last === undefined || first > last || every < 1) {
      return describeMistake(part, from, field);
    }
    for (let value = first; value <= last; value += every) values.add(value);
  }
  return values;
}

function describeMistake(part: string, word: string, field: Field): string {
  const near = nearest(word, field.words);
  const hint = near === undefined ? `${field.min} to ${field.max}` : `did you mean "${near}"?`;
  return `"${part}" is no ${field.name}: ${hint}`;
}

function valueOf(text: string, { min, max, words }: Field): number | undefined {
  const word = words.indexOf(text.slice(0, 3));
  if (word >= 0 && /^[a-z]{3,9}$/.test(text)) return words.length === 7 ? word : word + 1;
  const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}

/** How far ahead a moment is looked for, in days: a 29 February is eight years away at most. */
const horizonDays = 8 * 366;

/**
 * The first moment of a schedule after `at`; undefined if there is none (30 February). A time that a
 * clock change leaves out comes as much later, one that comes twice counts once.
 */
export function nextCronAt(cron: Cron, at: Millis, timeZone: string): Millis | undefined {
  const start = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  let day = start.toPlainDate();
  for (let count = 0; count <= horizonDays; count += 1) {
    const found = isDay(cron, day) ? firstOfDay(cron, day, at, timeZone) : undefined;
    if (found !== undefined) return found;
    day = day.add({ days: 1 });
  }
  return undefined;
}

function isDay({ days, months, weekdays }: Cron, day: Temporal.PlainDate): boolean {
  if (!months.has(day.month)) return false;
  const isOfMonth = days?.has(day.day);
  const isOfWeek = weekdays?.has(day.dayOfWeek % 7);
  if (isOfMonth === undefined || isOfWeek === undefined) return (isOfMonth ?? isOfWeek) !== false;
  return isOfMonth || isOfWeek;
}

function firstOfDay(
  { hours, minutes }: Cron,
  day: Temporal.PlainDate,
  at: Millis,
  timeZone: string,
): Millis | undefined {
  let found: number | undefined;
  for (const hour of hours) {
    for (const minute of minutes) {
      const plainTime = Temporal.PlainTime.from({ hour, minute });
      const moment = day.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds;
      if (moment > at && (found === undefined || moment < found)) found = moment;
    }
  }
  return found === undefined ? undefined : toMillis(found);
}
