import { foldText } from "#core/lib/text.ts";

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
 * `jam 3 sore`, `noon`, `tengah malam`; undefined for anything else.
 */
export function parseTime(text: string): string | undefined {
  const lower = text.trim().toLowerCase();
  const folded = foldText(text);
  if (folded === "noon" || folded === "midday") return "12:00";
  if (folded === "midnight" || folded === "tengah malam") return "00:00";
  const match = form.exec(lower);
  if (match === null) return undefined;
  const [, lead, hourText, minuteText, tail] = match;
  // A bare number is no time: it could be anything.
  if (lead === undefined && minuteText === undefined && tail === undefined) return undefined;
  const minute = Number(minuteText ?? 0);
  const hour = hourOf(Number(hourText), tail);
  if (hour === undefined || hour > 23 || minute > 59) return undefined;
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

const form =
  /^(jam|pukul|pkl\.?|at)?\s*(\d{1,2})(?:[:.](\d{2}))?\s*(a\.?m\.?|p\.?m\.?|pagi|siang|sore|malam|wib|wita|wit)?$/;

/** The hour of the day: a part of the day goes with the twelve-hour clock only. */
function hourOf(spoken: number, tail: string | undefined): number | undefined {
  const shift = parts[tail?.replaceAll(".", "") ?? ""];
  if (shift === undefined) return spoken;
  return spoken > 12 || spoken === 0 ? undefined : shift(spoken);
}
