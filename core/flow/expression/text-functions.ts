import { cutText } from "#core/lib/text.ts";
import type { CallArguments } from "./call-arguments.ts";
import type { FunctionRule, Parameter } from "./function-rule.ts";
import { type IntlFormats, plainSpaces } from "./intl-formats.ts";
import { dateText, textForPerson } from "./text-of-value.ts";
import { failWith, toValue } from "./to-value.ts";
import { textType } from "./type-algebra.ts";

const dateStyles = ["short", "medium", "long", "full"] as const;
type DateStyle = (typeof dateStyles)[number];

const number: Parameter = { name: "n", accepts: ["integer", "number", "duration"] };
const scalar: Parameter = {
  name: "text",
  accepts: ["text", "date", "time", "integer", "number"],
  takesNull: true,
};
const when: Parameter = { name: "moment", accepts: ["moment", "date", "integer", "number"] };

/** Functions that make text for a person, in the reader's language and time zone. */
export function createTextFunctions(formats: IntlFormats): readonly FunctionRule[] {
  const rule = (
    name: string,
    parameters: readonly Parameter[],
    run: FunctionRule["run"],
  ): FunctionRule => ({ name, parameters, gives: () => textType, run });
  const words: Parameter = { ...scalar, name: "one" };
  return [
    rule("plural", [number, words, { ...words, name: "other" }], (call) => {
      const isOne = formats.plural(call.reader.locale).select(call.number(0)) === "one";
      return asText(call, isOne ? 1 : 2, formats);
    }),
    rule(
      "money",
      [number, { name: "currency", accepts: ["text"], checkLiteral: checkCurrency }],
      (call) => money(call, formats),
    ),
    rule("number", [number, { ...number, name: "digits", isOptional: true }], (call) => {
      const digits = call.count > 1 ? Math.min(10, Math.max(0, call.integer(1))) : undefined;
      const options =
        digits === undefined
          ? { maximumFractionDigits: 3 }
          : { minimumFractionDigits: digits, maximumFractionDigits: digits };
      return plainSpaces(formats.number(call.reader.locale, options).format(call.number(0)));
    }),
    rule(
      "date",
      [when, { name: "style", accepts: ["text"], isOptional: true, checkLiteral: checkStyle }],
      (call) => date(call, formats),
    ),
    rule("time", [{ ...when, accepts: ["moment", "time", "integer", "number"] }], (call) =>
      time(call, formats),
    ),
    rule("ago", [when], (call) => ago(momentOf(call), call, formats)),
    rule("title", [scalar], (call) => title(asText(call, 0, formats), call.reader.locale)),
    rule("list", [{ name: "list", accepts: ["list"] }], (call) => {
      const items = call.list(0).map((item) => toValue(item));
      return textForPerson(items, { kind: "any" }, call.reader, formats);
    }),
    rule("cut", [scalar, number], (call) => {
      return cutText(asText(call, 0, formats), Math.max(1, call.integer(1)));
    }),
  ];
}

function asText(call: CallArguments, index: number, formats: IntlFormats): string {
  return textForPerson(call.value(index), { kind: "any" }, call.reader, formats);
}

/** Made when the first sum is checked: the list costs more than the check of a flow's step. */
let currencies: ReadonlySet<string> | undefined;

function checkCurrency(code: string): string | undefined {
  currencies ??= new Set(Intl.supportedValuesOf("currency"));
  if (currencies.has(code)) return undefined;
  return `"${code}" is not a currency; write its code, such as "IDR"`;
}

/** Whole sums go without the decimals: Rp 12.000, not Rp 12.000,00. */
function money(call: CallArguments, formats: IntlFormats): string {
  const currency = call.text(1);
  if (!/^[A-Z]{3}$/.test(currency)) return failWith(`"${currency}" is not a currency code`);
  const options = { style: "currency", currency, trailingZeroDisplay: "stripIfInteger" } as const;
  return plainSpaces(formats.number(call.reader.locale, options).format(call.number(0)));
}

function isDateStyle(style: string): style is DateStyle {
  return dateStyles.some((known) => known === style);
}

function checkStyle(style: string): string | undefined {
  return isDateStyle(style)
    ? undefined
    : `a date is written ${dateStyles.join(", ")}, not "${style}"`;
}

function date(call: CallArguments, formats: IntlFormats): string {
  const style = call.count > 1 ? call.text(1) : "medium";
  if (!isDateStyle(style)) return failWith(`unknown date style "${style}"`);
  const value = call.value(0);
  if (typeof value === "string") return dateText(value, call.reader, formats, style);
  const options = { dateStyle: style, timeZone: call.reader.timeZone };
  return plainSpaces(formats.dateTime(call.reader.locale, options).format(momentOf(call)));
}

function time(call: CallArguments, formats: IntlFormats): string {
  const value = call.value(0);
  const options = { timeStyle: "short" } as const;
  const clock = typeof value === "string" ? /^(\d{1,2}):(\d{2})/.exec(value) : null;
  if (clock !== null) {
    const at = Date.UTC(2000, 0, 1, Number(clock[1]), Number(clock[2]));
    return plainSpaces(
      formats.dateTime(call.reader.locale, { ...options, timeZone: "UTC" }).format(at),
    );
  }
  const { timeZone } = call.reader;
  return plainSpaces(
    formats.dateTime(call.reader.locale, { ...options, timeZone }).format(momentOf(call)),
  );
}

/** Farthest moment that a date can show, in milliseconds. Source: ECMAScript, time values. */
const maxMoment = 8.64e15;

/** Argument 0 as milliseconds; a date counts from its midnight in UTC. */
function momentOf(call: CallArguments): number {
  const value = call.value(0);
  const match = typeof value === "string" ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) : null;
  const at =
    match === null
      ? call.number(0)
      : Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return Math.abs(at) <= maxMoment ? at : failWith(`${at} is not a moment`);
}

const agoUnits = [
  ["year", 31_557_600_000],
  ["month", 2_629_800_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** `5 minutes ago`, `tomorrow`, `now`: the largest unit of which there is at least one. */
function ago(at: number, call: CallArguments, formats: IntlFormats): string {
  const differenceMs = at - call.reader.nowAt;
  const format = formats.relative(call.reader.locale);
  for (const [unit, unitMs] of agoUnits) {
    const count = Math.round(differenceMs / unitMs);
    if (Math.abs(differenceMs) >= unitMs * 0.9 && count !== 0) return format.format(count, unit);
  }
  return format.format(0, "second");
}

/** First letters large; a text all in capitals is made small first. */
function title(text: string, locale: string): string {
  const isShouted = text === text.toUpperCase();
  return (isShouted ? text.toLowerCase() : text).replace(/(?<![\p{L}\p{N}'’])\p{L}/gu, (letter) =>
    upper(letter, locale),
  );
}

function upper(letter: string, locale: string): string {
  try {
    return letter.toLocaleUpperCase(locale);
  } catch {
    return letter.toUpperCase();
  }
}
