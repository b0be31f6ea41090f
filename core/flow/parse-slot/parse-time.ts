import { foldText } from "#core/lib/text.ts";
import { numberWords } from "./number-words.ts";

/** Parts of the day → the hours of the twelve-hour clock that they move to the afternoon. */
const parts: Readonly<Record<string, (hour: number) => number>> = {
  am: (hour) => (hour === 12 ? 0 : hour),
  pm: (hour) => (hour === 12 ? 12 : hour + 12),
  pagi: (hour) => (hour === 12 ? 0 : hour),
  siang: (hour) => (hour < 7 ? hour + 12 : hour),
  sore: (hour) => (hour === 12 ? 12 : hour + 12),
  malam: (hour) => (hour >= 5 && hour < 12 ? hour + 12 : hour === 12 ? 0 : hour),
};

/**
 * A time of day as `15:30`: `15:30`, `15.30`, `3pm`, `3:30 pm`, `jam 3`, `pukul 15.30`,
 * `jam 3 sore`, `jam tiga`, `setengah tiga` (half past two), `half past two`, `jam 3 kurang 10`,
 * `noon`, `tengah malam`; undefined for anything else.
 */
export function parseTime(text: string): string | undefined {
  const lower = text.trim().toLowerCase();
  const folded = foldText(text);
  if (["noon", "midday", "tengah hari"].includes(folded)) return "12:00";
  if (folded === "midnight" || folded === "tengah malam") return "00:00";
  const match = form.exec(lower);
  if (match === null) return spokenTime(folded);
  const [, lead, hourText, minuteText, tail] = match;
  // A bare number is no time: it could be anything.
  if (lead === undefined && minuteText === undefined && tail === undefined) return undefined;
  return clock(Number(hourText), Number(minuteText ?? 0), tail);
}

function clock(spoken: number, minute: number, tail: string | undefined): string | undefined {
  const hour = hourOf(spoken, tail);
  if (hour === undefined || hour > 23 || minute > 59) return undefined;
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** Minutes after the hour that is said, by how that is said; `to` and `kurang` count backwards. */
const spokenForms: readonly (readonly [RegExp, (minutes: number) => number])[] = [
  [/^setengah (?<hour>\w+)$/, () => -30],
  [/^half past (?<hour>\w+)$/, () => 30],
  [/^(?:a )?quarter past (?<hour>\w+)$/, () => 15],
  [/^(?:a )?quarter to (?<hour>\w+)$/, () => -15],
  [/^(?<hour>\w+) (?:lewat|lebih) (?<minutes>\w+(?: \w+)?)$/, (minutes) => minutes],
  [/^(?<hour>\w+) kurang (?<minutes>\w+(?: \w+)?)$/, (minutes) => -minutes],
  [/^(?<hour>\w+) o clock$/, () => 0],
];

/** A time in words, such as `jam setengah tujuh malam` or `quarter past 3`. */
function spokenTime(folded: string): string | undefined {
  const lead = /^(?:jam|pukul|pkl|at) /.exec(folded)?.[0] ?? "";
  const tail = / (?:am|pm|pagi|siang|sore|malam|wib|wita|wit)$/.exec(folded)?.[0] ?? "";
  const inner = folded.slice(lead.length, folded.length - tail.length);
  if (inner.length > 60) return undefined;
  for (const [spoken, after] of spokenForms) {
    const { hour, minutes } = spoken.exec(inner)?.groups ?? {};
    if (hour !== undefined) return aroundHour(hour, minutes, after, tail.trim());
  }
  const hour = lead === "" && tail === "" ? undefined : numberWords(inner);
  return hour === undefined ? undefined : clock(hour, 0, tail.trim());
}

function aroundHour(
  hourText: string,
  minutesText: string | undefined,
  after: (minutes: number) => number,
  tail: string,
): string | undefined {
  const hour = numberWords(hourText);
  const said = minutesOf(minutesText);
  if (said === undefined || hour === undefined || hour > 24) return undefined;
  return shifted(hour, after(said), tail);
}

/** A quarter is a word of its own: `seperempat`. */
function minutesOf(text: string | undefined): number | undefined {
  if (text === undefined) return 0;
  const minutes = text === "seperempat" ? 15 : numberWords(text.replace(/ menit$/, ""));
  return minutes === undefined || minutes < 1 || minutes > 59 ? undefined : minutes;
}

/** The part of the day belongs to the hour that is said, not to the one it comes to. */
function shifted(hour: number, minutes: number, tail: string): string | undefined {
  const whole = clock(hour, 0, tail === "" ? undefined : tail);
  if (whole === undefined) return undefined;
  const day = 24 * 60;
  const at = (Number(whole.slice(0, 2)) * 60 + minutes + day) % day;
  return clock(Math.floor(at / 60), at % 60, undefined);
}

const form =
  /^(jam|pukul|pkl\.?|at)?\s*(\d{1,2})(?:[:.](\d{2}))?\s*(a\.?m\.?|p\.?m\.?|pagi|siang|sore|malam|wib|wita|wit)?$/;

/** The hour of the day: a part of the day goes with the twelve-hour clock only. */
function hourOf(spoken: number, tail: string | undefined): number | undefined {
  const shift = parts[tail?.replaceAll(".", "") ?? ""];
  if (shift === undefined) return spoken;
  return spoken > 12 || spoken === 0 ? undefined : shift(spoken);
}
