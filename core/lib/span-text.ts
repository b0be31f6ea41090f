import { dayMs, hourMs, minuteMs, secondMs } from "./millis.ts";

const units = [
  { unit: "day", sizeMs: dayMs },
  { unit: "hour", sizeMs: hourMs },
  { unit: "minute", sizeMs: minuteMs },
  { unit: "second", sizeMs: secondMs },
] as const;

/** A span as people say it, its two largest units: `1 hour 30 minutes`, `2 jam`. BCP 47 locale. */
export function spanText(durationMs: number, locale: string): string {
  let restMs = Math.max(0, Math.round(durationMs / secondMs) * secondMs);
  const parts: string[] = [];
  for (const { unit, sizeMs } of units) {
    const count = Math.floor(restMs / sizeMs);
    if (count === 0) continue;
    restMs -= count * sizeMs;
    const style = { style: "unit", unit, unitDisplay: "long" } as const;
    parts.push(new Intl.NumberFormat(locale, style).format(count));
  }
  const zero = { style: "unit", unit: "second", unitDisplay: "long" } as const;
  if (parts.length === 0) parts.push(new Intl.NumberFormat(locale, zero).format(0));
  return parts.slice(0, 2).join(" ");
}
