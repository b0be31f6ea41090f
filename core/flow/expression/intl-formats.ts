/**
 * Formatters of `Intl` by language and time zone. Making one takes longer than using it a hundred
 * times, so they are kept; an unknown language reads as English, an unknown time zone as UTC.
 */
export interface IntlFormats {
  number(locale: string, options?: Intl.NumberFormatOptions): Intl.NumberFormat;
  dateTime(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat;
  plural(locale: string): Intl.PluralRules;
  list(locale: string): Intl.ListFormat;
  relative(locale: string): Intl.RelativeTimeFormat;
}

export function createIntlFormats(maxKept = 200): IntlFormats {
  function keep<T>(make: (locale: string, options: object) => T) {
    const kept = new Map<string, T>();
    return (locale: string, options: object = {}): T => {
      const key = `${locale} ${JSON.stringify(options)}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      if (kept.size >= maxKept) kept.clear();
      const made = makeSafely(make, locale, options);
      kept.set(key, made);
      return made;
    };
  }
  return {
    number: keep((locale, options) => new Intl.NumberFormat(locale, options)),
    dateTime: keep((locale, options) => new Intl.DateTimeFormat(locale, options)),
    plural: keep((locale) => new Intl.PluralRules(locale)),
    list: keep((locale) => new Intl.ListFormat(locale, { type: "conjunction" })),
    relative: keep((locale) => new Intl.RelativeTimeFormat(locale, { numeric: "auto" })),
  };
}

function makeSafely<T>(
  make: (locale: string, options: object) => T,
  locale: string,
  options: object,
): T {
  const attempts: (() => T)[] = [
    () => make(locale, options),
    () => make("en", options),
    () => make(locale, { ...options, timeZone: "UTC" }),
  ];
  for (const attempt of attempts) {
    try {
      return attempt();
    } catch {
      // `Intl` throws for a language or time zone that it does not know: the next attempt is plainer.
    }
  }
  return make("en", { ...options, timeZone: "UTC" });
}

/** `Intl` puts non-breaking and narrow spaces into texts; chats and tests are better off without. */
export function plainSpaces(text: string): string {
  return text.replace(/[\u00a0\u202f\u2009]/g, " ");
}
