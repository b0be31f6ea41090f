import { z } from "zod";
import { parseByteSize } from "#core/lib/byte-size.ts";
import { parseDuration, parseRate, type Reading } from "#core/lib/duration.ts";
import { parseBudget } from "./parse-money.ts";

/**
 * A text that one of the parsers reads. What is wrong keeps the offset of the first bad character
 * in `params.offset`, so that it is shown inside the text.
 */
function readText<T>(read: (text: string) => Reading<T>, examples: readonly string[]) {
  return z
    .string()
    .max(100)
    .meta({ examples: [...examples] })
    .transform((text, context): T => {
      const reading = read(text);
      if (reading.kind === "ok") return reading.value;
      const { message, offset } = reading;
      context.addIssue({ code: "custom", message, input: text, params: { offset } });
      return z.NEVER;
    });
}

/** `1500ms`, `30s`, `15m`, `2h`, `7d`, `1h30m` → milliseconds. */
export const durationSchema = readText(parseDuration, ["30s", "15m", "2h", "7d"]);

/** `500KB`, `25MB` → bytes. */
export const byteSizeSchema = readText(parseByteSize, ["500KB", "25MB"]);

/** `60/s`, `20/min`, `100/h`, `1000/day` → count and period. */
export const rateSchema = readText(parseRate, ["60/s", "20/min", "1000/day"]);

/** Digits → a whole number between bounds. */
export function countSchema(least: number, most: number) {
  return readText(
    (text): Reading<number> => {
      const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
      if (value >= least && value <= most) return { kind: "ok", value };
      const message = `"${text}" is no whole number from ${least} to ${most}`;
      return { kind: "bad", message, offset: 0 };
    },
    [String(least)],
  );
}

/** `0.05 USD/day`, `0.05 USD/day and 1 USD/month` → amounts, currencies and periods, one of each period. */
export const budgetSchema = readText(parseBudget, [
  "0.50 USD/day",
  "20 USD/month",
  "0.50 USD/day and 5 USD/month",
]);

/** A name that people choose for something in bot.yaml: part of addresses, so kept plain. */
export const nameSchema = z
  .string()
  .regex(
    /^[a-z][a-z0-9_-]{0,62}$/,
    "write a small letter first, then small letters, digits, - or _",
  );

/** The name of an environment variable. */
export const variableSchema = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,127}$/, "an environment variable is written in CAPITALS_LIKE_THIS");
