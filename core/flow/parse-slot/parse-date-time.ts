import { type Millis, toMillis } from "#core/lib/millis.ts";
import { foldText } from "#core/lib/text.ts";
import { type AnswerContext, localNow } from "./answer-context.ts";
import { parseDate } from "./parse-date.ts";
import { parseLength } from "./parse-length.ts";
import { parseTime } from "./parse-time.ts";

/** Nobody needs more to name a moment; what is longer is not searched for one. */
const longestChars = 200;

/**
 * A moment: a day and a time in either order (`besok jam 3`, `1/12/2026 15:30`, `3pm tomorrow`), a
 * time alone (the next such time), ISO 8601, `in 2 hours`, `2 jam lagi`, `now`. Undefined for
 * anything else; a day alone is no moment.
 */
export function parseDateTime(text: string, context: AnswerContext): Millis | undefined {
  const folded = foldText(text);
  if (folded === "now" || folded === "sekarang") return context.nowAt;
  const iso = isoMoment(text.trim());
  if (iso !== undefined) return iso;
  const ahead = /^(?:in|dalam) (.+)$/.exec(folded)?.[1] ?? /^(.+) lagi$/.exec(folded)?.[1];
  if (ahead !== undefined) {
    const lengthMs = parseLength(ahead);
    return lengthMs === undefined ? undefined : toMillis(context.nowAt + lengthMs);
  }
  if (text.length > longestChars) return undefined;
  const words = inOrder(text.trim())
    .replace(/,/g, " ")
    .replace(/(\d)T(\d)/, "$1 $2")
    .split(/\s+/);
  if (words.length > 10) return undefined;
  const alone = parseTime(words.join(" "));
  if (alone !== undefined) return nextTime(alone, context);
  for (let at = 1; at < words.length; at += 1) {
    const head = words.slice(0, at).join(" ");
    const tail = words.slice(at).join(" ");
    const found = dayAndTime(head, tail, context) ?? dayAndTime(tail, head, context);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Puts the part of the day behind the time that it belongs to: `besok sore jam 3`, `tonight at 8`.
 * `nanti` says no more than that it is still to come.
 */
function inOrder(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replace(/^nanti\s+/i, "")
    .replace(/^tonight\b/i, "today malam")
    .replace(
      /^(.*?)\s*\b(pagi|siang|sore|malam)(?: ini)?\s+((?:jam|pukul|pkl|at)\s.+?)$/i,
      (_all, day: string, part: string, time: string) =>
        `${day} ${time.replace(/^at\s/i, "jam ")} ${part}`.trim(),
    );
}

/** ISO 8601 with an offset says everything by itself. */
function isoMoment(text: string): Millis | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*(Z|[+-]\d{2}:?\d{2})$/.test(text)) return undefined;
  try {
    return toMillis(Temporal.Instant.from(text).epochMilliseconds);
  } catch {
    return undefined;
  }
}

function dayAndTime(dayText: string, timeText: string, context: AnswerContext) {
  const day = parseDate(dayText, context);
  const time = day === undefined ? undefined : parseTime(timeText);
  return day === undefined || time === undefined ? undefined : momentOf(day, time, context);
}

function nextTime(time: string, context: AnswerContext): Millis {
  const today = localNow(context).toPlainDate();
  const atToday = momentOf(today.toString(), time, context);
  return atToday > context.nowAt
    ? atToday
    : momentOf(today.add({ days: 1 }).toString(), time, context);
}

function momentOf(day: string, time: string, context: AnswerContext): Millis {
  const zone = localNow(context).timeZoneId;
  const wall = Temporal.PlainDateTime.from(`${day}T${time}`);
  return toMillis(wall.toZonedDateTime(zone).epochMilliseconds);
}
