import type { Language } from "./words.ts";

/** Moments as the page's language writes them, in the bot's own time zone. */
export interface TimeTexts {
  /** The hour and minute. */
  readonly timeOf: (at: number) => string;
  /** The day, hour and minute. */
  readonly momentOf: (at: number) => string;
}

export type TimesIn = (language: Language) => TimeTexts;

/** English without a country writes as America does. */
const locales: Readonly<Record<Language, string>> = { en: "en-GB", id: "id-ID" };

/** Formats are made once a language: making one takes longer than many uses of it. */
export function createTimeTexts(timeZone: string): TimesIn {
  const english = write(locales.en, timeZone);
  const indonesian = write(locales.id, timeZone);
  return (language) => (language === "en" ? english : indonesian);
}

function write(locale: string, timeZone: string): TimeTexts {
  const hours = new Intl.DateTimeFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit" });
  const moments = new Intl.DateTimeFormat(locale, {
    timeZone,
    dateStyle: "medium",
    timeStyle: "short",
  });
  return { timeOf: (at) => hours.format(at), momentOf: (at) => moments.format(at) };
}
