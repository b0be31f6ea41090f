import { foldText } from "#core/lib/text.ts";
import { type AnswerContext, localNow } from "./answer-context.ts";
import { numberWords } from "./number-words.ts";

const months: ReadonlyMap<string, number> = new Map(
  [
    "january jan januari",
    "february feb februari",
    "march mar maret",
    "april apr",
    "may mei",
    "june jun juni",
    "july jul juli",
    "august aug agustus agu ags agt",
    "september sep sept",
    "october oct oktober okt",
    "november nov nop",
    "december dec desember des",
  ].flatMap((names, index) => names.split(" ").map((name) => [name, index + 1] as const)),
);

/** Monday is 1, as in ISO 8601. */
const weekdays: ReadonlyMap<string, number> = new Map(
  [
    "monday mon senin",
    "tuesday tue selasa",
    "wednesday wed rabu",
    "thursday thu kamis",
    "friday fri jumat",
    "saturday sat sabtu",
    "sunday sun minggu ahad",
  ].flatMap((names, index) => names.split(" ").map((name) => [name, index + 1] as const)),
);

const relative = new Map<string, number>(
  Object.entries({
    today: 0,
    "hari ini": 0,
    tomorrow: 1,
    besok: 1,
    "day after tomorrow": 2,
    "the day after tomorrow": 2,
    lusa: 2,
    yesterday: -1,
    kemarin: -1,
    "next week": 7,
    "minggu depan": 7,
  }),
);

/**
 * A day as `2026-12-01`: that very form, `1/12/2026` (day first, also with dashes or dots),
 * `1 Des 2026`, `December 1`, `tanggal 5`, `besok`, `tomorrow`, `senin depan`, `friday`,
 * `3 hari lagi`, `in two weeks`, `minggu depan` (a week from now). Without a year or a month it is the
 * next such day. Undefined for anything else, also for the 31st of June.
 */
export function parseDate(text: string, context: AnswerContext): string | undefined {
  const folded = foldText(text);
  const today = localNow(context).toPlainDate();
  const days = relative.get(folded);
  if (days !== undefined) return today.add({ days }).toString();
  const ahead = daysAhead(folded);
  if (ahead !== undefined) return today.add({ days: ahead }).toString();
  const alone = dayOfMonth(folded);
  if (alone !== undefined) return nextDayOfMonth(alone, today);
  const weekday = weekdayOf(folded);
  if (weekday !== undefined) {
    const days = (weekday - today.dayOfWeek + 7) % 7;
    return today.add({ days: days === 0 ? 7 : days }).toString();
  }
  const parts = dateParts(folded);
  if (parts === undefined) return undefined;
  const { day, month, year } = parts;
  if (year !== undefined) return toDate(year, month, day);
  const thisYear = toDate(today.year, month, day);
  if (thisYear !== undefined && thisYear >= today.toString()) return thisYear;
  return toDate(today.year + 1, month, day);
}

/** `3 hari lagi`, `in two weeks`: whole days and weeks, up to a year or so. */
function daysAhead(folded: string): number | undefined {
  const said =
    /^(?:in|dalam) (?<count>.+) (?<unit>days?|weeks?|hari|minggu)$/.exec(folded) ??
    /^(?<count>.+) (?<unit>hari|minggu) lagi$/.exec(folded);
  const { count = "", unit = "" } = said?.groups ?? {};
  const number = count === "a" || count === "one" ? 1 : numberWords(count);
  if (said === null || number === undefined || number < 1 || number > 400) return undefined;
  return number * (/^(week|minggu)/.test(unit) ? 7 : 1);
}

/** `tanggal 5`, `the 25th`: a day of this month or of the next. */
function dayOfMonth(folded: string): number | undefined {
  const match =
    /^(?:tanggal|tgl) (\d{1,2})$/.exec(folded) ??
    /^(?:on )?(?:the )?(\d{1,2})(?:st|nd|rd|th)$/.exec(folded);
  return match === null ? undefined : Number(match[1]);
}

function nextDayOfMonth(day: number, today: Temporal.PlainDate): string | undefined {
  for (let months = 0; months < 3; months += 1) {
    const { year, month } = today.add({ months });
    const found = toDate(year, month, day);
    if (found !== undefined && found >= today.toString()) return found;
  }
  return undefined;
}

/** The next such weekday; today's own name means a week from now. */
function weekdayOf(folded: string): number | undefined {
  const name = folded.replace(/^(hari|next|this|on) /, "").replace(/ (depan|ini|besok)$/, "");
  return weekdays.get(name.replace(/^jum at$/, "jumat"));
}

interface DateParts {
  readonly day: number;
  readonly month: number;
  readonly year: number | undefined;
}

function dateParts(folded: string): DateParts | undefined {
  const iso = /^(\d{4}) (\d{1,2}) (\d{1,2})$/.exec(folded);
  if (iso !== null) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) };
  const words = folded
    .replace(/^(tanggal|tgl|on|the) /, "")
    .replace(/ of /, " ")
    .split(" ");
  if (words.length < 2 || words.length > 3) return undefined;
  const [first = "", second = "", third] = words;
  const isMonthFirst = months.get(first) !== undefined;
  const dayText = (isMonthFirst ? second : first).replace(/^(\d{1,2})(st|nd|rd|th)$/, "$1");
  const monthText = isMonthFirst ? first : second;
  const month =
    months.get(monthText) ?? (/^\d{1,2}$/.test(monthText) ? Number(monthText) : undefined);
  if (month === undefined || !/^\d{1,2}$/.test(dayText)) return undefined;
  const year = third === undefined ? undefined : yearOf(third);
  if (third !== undefined && year === undefined) return undefined;
  return { day: Number(dayText), month, year };
}

function yearOf(text: string): number | undefined {
  if (/^\d{4}$/.test(text)) return Number(text);
  return /^\d{2}$/.test(text) ? 2_000 + Number(text) : undefined;
}

function toDate(year: number, month: number, day: number): string | undefined {
  if (year < 1_900 || year > 2_200) return undefined;
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: "reject" }).toString();
  } catch {
    return undefined;
  }
}
