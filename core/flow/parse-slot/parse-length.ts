import { parseDuration } from "#core/lib/duration.ts";
import { dayMs, hourMs, minuteMs, secondMs } from "#core/lib/millis.ts";
import { foldText } from "#core/lib/text.ts";
import { numberWords } from "./number-words.ts";

const units = new Map<string, number>(
  Object.entries({
    s: secondMs,
    sec: secondMs,
    secs: secondMs,
    second: secondMs,
    seconds: secondMs,
    detik: secondMs,
    m: minuteMs,
    min: minuteMs,
    mins: minuteMs,
    minute: minuteMs,
    minutes: minuteMs,
    menit: minuteMs,
    mnt: minuteMs,
    h: hourMs,
    hr: hourMs,
    hrs: hourMs,
    hour: hourMs,
    hours: hourMs,
    jam: hourMs,
    j: hourMs,
    d: dayMs,
    day: dayMs,
    days: dayMs,
    hari: dayMs,
    week: 7 * dayMs,
    weeks: 7 * dayMs,
    minggu: 7 * dayMs,
  }),
);

/** `sejam` is `satu jam` in one word. */
const ones = new Map<string, number>(
  Object.entries({
    sejam: hourMs,
    semenit: minuteMs,
    sehari: dayMs,
    seminggu: 7 * dayMs,
  }),
);

/**
 * A length of time in milliseconds: `30m`, `1h30m`, `2 jam`, `1 jam 30 menit`, `half an hour`,
 * `setengah jam`; undefined for anything else or for more than ten years.
 */
export function parseLength(text: string): number | undefined {
  const exact = parseDuration(text.trim().toLowerCase().replace(/\s+/g, ""));
  if (exact.kind === "ok" && exact.value > 0) return exact.value;
  const folded = foldText(text).replace(/(\d)([a-z])/g, "$1 $2");
  let totalMs = 0;
  let count: string[] = [];
  for (const word of folded.split(" ")) {
    const unitMs = units.get(word);
    const oneMs = ones.get(word);
    if (oneMs !== undefined && count.length === 0) totalMs += oneMs;
    else if (unitMs === undefined) count.push(word);
    else {
      const amount = amountOf(count.join(" "));
      if (amount === undefined) return undefined;
      totalMs += amount * unitMs;
      count = [];
    }
  }
  const isWhole = count.length === 0 && totalMs > 0 && totalMs <= 3_660 * dayMs;
  return isWhole ? Math.round(totalMs) : undefined;
}

function amountOf(words: string): number | undefined {
  if (/^(half|half an|half a|setengah)$/.test(words)) return 0.5;
  if (/^(a|an)$/.test(words)) return 1;
  return /^\d{1,6}$/.test(words) ? Number(words) : numberWords(words.replace(/^and /, ""));
}
