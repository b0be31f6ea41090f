import { z } from "zod";

declare const millisBrand: unique symbol;

/** A moment: whole milliseconds since 1970-01-01T00:00:00Z. Fields of this type end in `At`. */
export type Millis = number & { readonly [millisBrand]: true };

/** Brands a number as a moment, rounded down to whole milliseconds. */
export function toMillis(value: number): Millis {
  // oxlint-disable-next-line no-unsafe-type-assertion -- the one place where the brand is made
  return Math.floor(value) as Millis;
}

/** The moment `durationMs` after `at`. */
export function later(at: Millis, durationMs: number): Millis {
  return toMillis(at + durationMs);
}

/** Accepts any finite number and brands it. */
export const millisSchema = z.number().transform(toMillis);

export const secondMs = 1_000;
export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;
