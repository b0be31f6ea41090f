const uuid = "(?<![0-9a-f-])[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
const moment = "(?<!\\d)\\d{4}-\\d\\d-\\d\\d(?:T[\\d:.]+Z)?(?!\\d|-)";
const hash = "(?<![0-9a-z=])(?=\\d{0,63}[a-f])(?:[0-9a-f]{64}|[0-9a-f]{40})(?![0-9a-z])";
const named =
  "\\b(?:bearer\\s+|" +
  "(?:access[_-]?token|app[_-]?secret|verify[_-]?token|api[_-]?key|secret|password|token|authorization)" +
  "[\"']?\\s*[:=]\\s*[\"']?(?:bearer\\s+)?)";

/**
 * One pass over a text, first alternative wins: what is kept although it looks like a number (our
 * ids, dates, revision hashes), then what must not be seen. A number is 8 digits or more with at
 * most three separators between two of them.
 */
const pattern = new RegExp(
  [
    `(?<kept>${uuid}|${moment}|${hash})`,
    "(?<wamid>wamid\\.[\\w+/=-]+)",
    "(?<token>\\bEAA[a-z0-9]{16,}|\\bsk-[\\w-]{16,}|\\beyJ[\\w-]+\\.[\\w-]+(?:\\.[\\w-]*)?|sha256=[0-9a-f]+)",
    `(?<name>${named})(?<value>[^\\s"',;&]+)`,
    "(?<number>\\+?\\(?\\p{Nd}(?:[\\s().\\-/]{0,3}\\p{Nd}){7,})",
  ].join("|"),
  "giu",
);

/**
 * The text without phone numbers, vendor message ids (a wamid holds the phone number in base64) and
 * tokens. A last net: log lines are written without them in the first place.
 */
export function redact(text: string): string {
  if (text.length < 8) return text;
  return text.replace(pattern, (...match: readonly unknown[]) => {
    const groups = match.at(-1);
    const whole = String(match[0]);
    if (typeof groups !== "object" || groups === null) return "[hidden]";
    if (has(groups, "kept")) return whole;
    if (has(groups, "wamid")) return "[message]";
    if (has(groups, "number")) return "[number]";
    const name = "name" in groups && typeof groups.name === "string" ? groups.name : "";
    return `${name}[secret]`;
  });
}

/**
 * A number as it may stand in a line: one with as many digits as a phone number is hidden, unless
 * its name says that it is a moment, a length of time or a size.
 */
export function redactNumber(name: string, value: number): number | string {
  const isLong = Number.isInteger(value) && Math.abs(value) >= 10_000_000;
  return !isLong || /(?:At|ms|Ms|bytes|Bytes)$/.test(name) ? value : "[number]";
}

function has(groups: object, name: string): boolean {
  return Object.entries(groups).some(([key, value]) => key === name && value !== undefined);
}
