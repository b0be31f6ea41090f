import { z } from "zod";
import { nearest } from "#core/lib/nearest.ts";
import type { OpeningHours, OpenSpan } from "./opening-hours.ts";

const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

const span = z
  .string()
  .regex(
    /^(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/,
    'write opening times like "08:00-20:00", in quotes',
  )
  .meta({ examples: ["08:00-20:00"] });

const dayValue = z
  .union([z.literal("closed"), span, z.array(span).min(1).max(8)])
  .meta({ description: 'When it is open on that day: "08:00-20:00", a list of those, or closed.' });
type DayValue = z.output<typeof dayValue>;

const dateKey = z.iso.date({ error: 'write a date like "2026-12-25"' });

/** `{ mon-fri: "08:00-20:00", sat: "09:00-17:00", except: { "2026-12-25": closed } }`. */
export const hoursSchema = z
  .object({
    except: z
      .record(dateKey, dayValue)
      .optional()
      .meta({ description: "Dates with other hours, such as holidays." }),
  })
  .catchall(dayValue)
  .meta({
    propertyNames: {
      pattern: `^(except|${days.join("|")}|(${days.join("|")})-(${days.join("|")}))$`,
    },
  })
  .transform((value, context): OpeningHours => {
    const weekdays: (readonly OpenSpan[])[] = days.map(() => []);
    const { except = {}, ...rest } = value;
    for (const [key, day] of Object.entries(rest)) {
      const indexes = dayIndexes(key);
      for (const index of indexes) weekdays[index] = toSpans(day);
      if (indexes.length > 0) continue;
      const near = nearest(key, [...days, "mon-fri", "mon-sat", "mon-sun", "sat-sun", "except"]);
      const hint =
        near === undefined
          ? "write a day such as sat, days such as mon-fri, or except"
          : `did you mean "${near}"?`;
      const message = `"${key}" is not a day of the week`;
      context.addIssue({ code: "custom", message, path: [key], input: day, params: { hint } });
    }
    const dates = Object.entries(except).map(([date, day]) => [date, toSpans(day)] as const);
    return { weekdays, dates: new Map(dates) };
  });

/** `sat` → [6]; `mon-fri` → 1 to 5; `fri-mon` goes round the week's end; anything else → []. */
function dayIndexes(key: string): readonly number[] {
  const names = key.split("-").map((name) => days.findIndex((day) => day === name));
  const [first, last = first] = names;
  if (first === undefined || last === undefined || names.length > 2 || names.includes(-1))
    return [];
  const count = ((last - first + days.length) % days.length) + 1;
  return Array.from({ length: count }, (_, step) => (first + step) % days.length);
}

function toSpans(day: DayValue): readonly OpenSpan[] {
  if (day === "closed") return [];
  return (Array.isArray(day) ? day : [day]).map((text) => {
    const [startMin = 0, endMin = 0] = text.split("-").map(toMinutes);
    return { startMin, endMin: endMin > startMin ? endMin : endMin + 1_440 };
  });
}

function toMinutes(clock: string): number {
  const [hour, minute] = clock.split(":");
  return Number(hour) * 60 + Number(minute);
}
