import { dayMs, hourMs, minuteMs, secondMs } from "./millis.ts";

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: secondMs,
  m: minuteMs,
  h: hourMs,
  d: dayMs,
};

/** What a settings text was read as, or why it was not, with the offset of the first bad character. */
export type Reading<T> =
  | { readonly kind: "ok"; readonly value: T }
  | { readonly kind: "bad"; readonly message: string; readonly offset: number };

/**
 * Reads `1500ms`, `30s`, `15m`, `2h`, `7d` and sums such as `1h30m` into milliseconds.
 * Units go from large to small, each once; at most 3,660 days.
 */
export function parseDuration(text: string): Reading<number> {
  const part = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/y;
  let totalMs = 0;
  let lastUnitMs = Number.POSITIVE_INFINITY;
  let offset = 0;
  while (offset < text.length) {
    part.lastIndex = offset;
    const match = part.exec(text);
    const unit = unitMs[match?.[2] ?? ""];
    if (match === null || unit === undefined || unit >= lastUnitMs)
      return badDuration(text, offset);
    totalMs += Number(match[1]) * unit;
    lastUnitMs = unit;
    offset = part.lastIndex;
  }
  if (text === "" || totalMs > 3_660 * dayMs) return badDuration(text, 0);
  return { kind: "ok", value: Math.round(totalMs) };
}

function badDuration(text: string, offset: number): Reading<number> {
  return {
    kind: "bad",
    offset,
    message: `"${text}" is not a duration; write one like 1500ms, 30s, 15m, 2h, 7d or 1h30m`,
  };
}

/** A rate: `count` per `periodMs`. */
export interface Rate {
  readonly count: number;
  readonly periodMs: number;
}

/** Reads `20/min`, `60/s`, `100/h`, `1000/day`. */
export function parseRate(text: string): Reading<Rate> {
  const match = /^(\d{1,9})\/(s|sec|min|m|h|hour|d|day)$/.exec(text);
  const unit = unitMs[(match?.[2] ?? "").slice(0, 1)];
  const count = Number(match?.[1]);
  if (match === null || unit === undefined || count < 1) {
    const message = `"${text}" is not a rate; write one like 60/s, 20/min, 100/h or 1000/day`;
    return { kind: "bad", message, offset: 0 };
  }
  return { kind: "ok", value: { count, periodMs: unit } };
}

/** The text that `parseRate` reads back. */
export function formatRate({ count, periodMs }: Rate): string {
  const unit = ["s", "min", "h", "day"].find((name) => unitMs[name.slice(0, 1)] === periodMs);
  return unit === undefined ? `${count}/${formatDuration(periodMs)}` : `${count}/${unit}`;
}

/** The shortest text that `parseDuration` reads back: 5400000 gives `1h30m`. */
export function formatDuration(durationMs: number): string {
  let rest = Math.max(0, Math.round(durationMs));
  let text = "";
  for (const unit of ["d", "h", "m", "s", "ms"]) {
    const size = unitMs[unit] ?? 1;
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text === "" ? "0s" : text;
}
