import type { z } from "zod";
import { assertNever } from "#core/lib/assert-never.ts";
import { nearest } from "#core/lib/nearest.ts";
import { joinOr } from "./schema-shape.ts";

/** What an issue says, without its place; `code` still lacks the area before it. */
export interface Said {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** What a value is called, how it is written in the file and what its schema takes. */
export interface Called {
  readonly name: string;
  readonly source: string;
  readonly wanted: string | undefined;
  /** How values of its schema are written. */
  readonly examples?: readonly string[];
  /** What a word of another language may mean, out of those that can stand here. */
  readonly meant?: ((word: string, known: readonly string[]) => string | undefined) | undefined;
}

/** Says what is wrong with one value in words that do not need the schema. */
export function describeIssue(issue: z.core.$ZodIssue, value: unknown, called: Called): Said {
  const authored = authoredMessage(issue);
  if (authored !== undefined) return authored;
  switch (issue.code) {
    case "invalid_union":
      return describeUnion(issue, value, called);
    case "invalid_type": {
      const wanted = called.wanted ?? typeWords[issue.expected] ?? "something else";
      return describeType(value, wanted, called);
    }
    case "invalid_value":
      return describeChoice(issue.values, value, called);
    case "too_big":
    case "too_small":
      return describeBound(issue, value, called);
    case "invalid_format":
      return describeFormat(issue, called);
    case "not_multiple_of":
    case "invalid_key":
    case "invalid_element":
    case "unrecognized_keys":
    case "custom":
      return { code: "VALUE_INVALID", message: `${called.name} does not fit here` };
    default:
      return assertNever(issue, "describeIssue");
  }
}

function describeUnion(issue: z.core.$ZodIssueInvalidUnion, value: unknown, called: Called): Said {
  if ("options" in issue && issue.options !== undefined) {
    return describeChoice(issue.options, value, called);
  }
  return describeType(value, called.wanted ?? "something else", called);
}

function describeFormat(issue: z.core.$ZodIssueInvalidStringFormat, { name }: Called): Said {
  const words = formatWords[issue.format] ?? "written as it should be";
  const said = { code: "VALUE_FORMAT", message: `${name} is not ${words}` };
  return issue.format === "regex" && issue.pattern !== undefined
    ? { ...said, hint: `it must match ${issue.pattern}` }
    : said;
}

/** A message that the schema itself gives, and for refinements also its code and hint. */
function authoredMessage(issue: z.core.$ZodIssue): Said | undefined {
  if (/^(Invalid|Too (big|small)|Unrecognized key)/.test(issue.message)) return undefined;
  const params = issue.code === "custom" ? (issue.params ?? {}) : {};
  const code: unknown = params["code"];
  const hint: unknown = params["hint"];
  const said = { code: typeof code === "string" ? code : "VALUE_INVALID", message: issue.message };
  return typeof hint === "string" ? { ...said, hint } : said;
}

function describeType(value: unknown, wanted: string, called: Called): Said {
  const { name, source, examples = [] } = called;
  if (value === null)
    return { code: "VALUE_TYPE", message: `${name} is empty; it must be ${wanted}` };
  const withUnits = typeof value === "number" ? addUnits(source, examples) : [];
  if (withUnits.length > 0) {
    const message = `${name} needs a unit, here it is ${source}`;
    return { code: "VALUE_TYPE", message, hint: `write ${joinOr(withUnits)}` };
  }
  const here = typeof value === "number" ? source : typeOf(value);
  const message = `${name} must be ${wanted}, here it is ${here}`;
  const isBare = typeof value === "number" || typeof value === "boolean";
  if (isBare && /\btext\b/.test(wanted)) {
    return { code: "VALUE_TYPE", message, hint: `put quotes round it: "${source}"` };
  }
  if (
    typeof value === "string" &&
    /\bnumber\b/.test(wanted) &&
    value.trim() !== "" &&
    Number.isFinite(Number(value))
  ) {
    return { code: "VALUE_TYPE", message, hint: `take away the quotes: ${value.trim()}` };
  }
  const hint = describeForm(value, wanted, source);
  return hint === undefined
    ? { code: "VALUE_TYPE", message }
    : { code: "VALUE_TYPE", message, hint };
}

/** How lists and maps are written, for who took one for the other. */
function describeForm(value: unknown, wanted: string, source: string): string | undefined {
  if (wanted === "a list") {
    if (typeof value !== "object" && source !== "") return `put brackets round it: [${source}]`;
    return 'a list: begin each entry on a line of its own with "- "';
  }
  if (wanted === "keys with values" && Array.isArray(value)) {
    return 'write each entry as "key: value", without - and [ ]';
  }
  return undefined;
}

/** A bare number with the units of the examples, if each of them is a number with a unit. */
function addUnits(source: string, examples: readonly string[]): readonly string[] {
  const units = examples.map((example) => /^[\d.]+(\D.*)$/.exec(example)?.[1]);
  return units.flatMap((unit) => (unit === undefined ? [] : [`${source}${unit}`]));
}

function describeChoice(
  values: readonly unknown[],
  value: unknown,
  { name, source, meant: meantWord }: Called,
): Said {
  const words = values.map((one) => (typeof one === "string" ? `"${one}"` : String(one)));
  const known = values.map(String);
  // Maps of a file have no prototype, and so no text.
  const isWord = typeof value === "string" || typeof value === "number";
  const word = isWord || typeof value === "boolean" ? String(value) : "";
  const meant = nearest(word, known) ?? meantWord?.(word, known);
  const shown = typeof value === "string" ? `"${value}"` : source;
  const message =
    typeof value === "object"
      ? `${name} must be ${joinOr(words)}, here it is ${typeOf(value)}`
      : `${name} cannot be ${shown}`;
  const hint = meant === undefined ? `it can be ${joinOr(words)}` : `did you mean "${meant}"?`;
  return { code: "VALUE_UNKNOWN", message, hint };
}

type BoundIssue = z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall;

function describeBound(issue: BoundIssue, value: unknown, { name }: Called): Said {
  const code = "VALUE_SIZE";
  if (value === "") return { code, message: `${name} must not be empty` };
  const unit = typeof value === "string" ? " characters" : "";
  return { code, message: `${name}: ${boundWords(issue, unit)}, here ${sizeOf(value)}` };
}

function boundWords(issue: BoundIssue, unit: string): string {
  const isExclusive = issue.inclusive === false;
  if (issue.code === "too_big") {
    return isExclusive ? `less than ${issue.maximum}${unit}` : `${issue.maximum}${unit} at most`;
  }
  return isExclusive ? `more than ${issue.minimum}${unit}` : `${issue.minimum}${unit} at least`;
}

function sizeOf(value: unknown): string {
  if (typeof value === "string" || Array.isArray(value)) return `${value.length}`;
  return typeof value === "object" && value !== null
    ? `${Object.keys(value).length}`
    : `${String(value)}`;
}

/** What a value is, in words. */
function typeOf(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return "text";
  if (typeof value === "number") return "a number";
  return typeof value === "boolean" ? `${value}` : "keys with values";
}

const typeWords: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  object: "keys with values",
  record: "keys with values",
  null: "empty",
};

const formatWords: Readonly<Record<string, string>> = {
  email: "an e-mail address",
  url: "a web address",
  date: "a date like 2026-08-17",
  time: "a time like 09:30",
  datetime: "a date and time like 2026-08-17T09:30:00Z",
  uuid: "a UUID",
};
