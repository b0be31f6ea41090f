import { BotError } from "#core/lib/bot-error.ts";
import { later, type Millis, toMillis } from "#core/lib/millis.ts";
import { nameHint } from "#core/lib/name-hint.ts";
import type { NewConsent, PurposeRule, PurposeRules } from "#core/model/consent.ts";
import type { Address } from "#core/model/identity.ts";
import { readAddress } from "#core/model/read-address.ts";
import { type CsvRecord, parseCsv } from "./parse-csv.ts";

/** What a line of the file says, or what is wrong with it. */
export type ImportLine =
  | {
      readonly kind: "consent";
      readonly line: number;
      readonly person: Address;
      readonly consent: NewConsent;
    }
  | { readonly kind: "wrong"; readonly line: number; readonly problems: readonly string[] };

const needed = ["person", "purpose", "at", "wording", "evidence"] as const;
const optional = ["answer", "expires"] as const;
const columns: readonly string[] = [...needed, ...optional];

export interface ImportRules {
  readonly purposes: PurposeRules;
  readonly now: Millis;
  /** Names the file in what proves each line. */
  readonly file: string;
}

/**
 * Reads opt-ins that people gave elsewhere. Every line is looked at and everything wrong with it is
 * told. Throws `CONSENT_FILE_INVALID` for a file that is no such table at all.
 */
export function readImport(text: string, rules: ImportRules): readonly ImportLine[] {
  const records = parseCsv(text);
  const [head, ...rows] = records ?? [];
  if (head === undefined) {
    const problem = records === undefined ? "a quote in it is never closed" : "it is empty";
    throw invalid(`the file cannot be read: ${problem}`);
  }
  const names = head.fields.map((name) => name.trim().toLowerCase());
  const unknown = names.filter((name) => !columns.includes(name));
  const missing = needed.filter((name) => !names.includes(name));
  if (new Set(names).size < names.length) throw invalid("a column stands there twice");
  if (unknown.length > 0) throw invalid(`there is no column "${unknown.join('", "')}"`);
  if (missing.length > 0) throw invalid(`the column "${missing.join('", "')}" is missing`);
  return rows.map((row) => readRow(row, names, rules));
}

function invalid(message: string): BotError<"CONSENT_FILE_INVALID"> {
  return new BotError("CONSENT_FILE_INVALID", message, {
    hint: `The first line names the columns: ${needed.join(", ")}; if wanted also ${optional.join(", ")}.`,
  });
}

function readRow(
  { line, fields }: CsvRecord,
  names: readonly string[],
  rules: ImportRules,
): ImportLine {
  const row = new Map(names.map((name, index) => [name, fields[index]?.trim() ?? ""]));
  const get = (name: string) => row.get(name) ?? "";
  const problems = [
    ...(fields.length > names.length ? ["there are more fields than columns"] : []),
    ...needed.filter((name) => get(name) === "").map((name) => `${name} is empty`),
    ...findProblems(get, rules),
  ];
  const answer = readAnswer(get("answer"));
  const at = readMoment(get("at"));
  const rule = rules.purposes.get(get("purpose"));
  if (problems.length > 0 || at === undefined || answer === undefined || rule === undefined) {
    return { kind: "wrong", line, problems };
  }
  const expiresAt = answer === "yes" ? endOf(at, get("expires"), rule) : undefined;
  if (expiresAt !== undefined && expiresAt <= rules.now) {
    const day = new Date(expiresAt).toISOString().slice(0, 10);
    return { kind: "wrong", line, problems: [`this yes has been over since ${day}`] };
  }
  const consent: NewConsent = {
    purpose: get("purpose"),
    answer,
    at,
    wording: get("wording"),
    source: `import:${rules.file}:${line} ${get("evidence")}`,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(rule.needs === undefined ? {} : { covers: rule.needs }),
  };
  return { kind: "consent", line, person: readAddress(get("person")), consent };
}

/** What is wrong with fields that are there. */
function findProblems(get: (name: string) => string, rules: ImportRules): readonly string[] {
  const problems: string[] = [];
  const purpose = get("purpose");
  if (readAnswer(get("answer")) === undefined) {
    problems.push(`answer is "${get("answer")}", not yes or no`);
  }
  if (purpose !== "" && !rules.purposes.has(purpose)) {
    problems.push(
      `bot.yaml declares no purpose "${purpose}"; ${nameHint(purpose, [...rules.purposes.keys()])}`,
    );
  }
  for (const column of ["at", "expires"]) {
    const text = get(column);
    if (text !== "" && readMoment(text) === undefined) problems.push(momentProblem(column, text));
  }
  if ((readMoment(get("at")) ?? 0) > rules.now) problems.push("at is in the future");
  return problems;
}

function endOf(at: Millis, written: string, { expiresMs }: PurposeRule): Millis | undefined {
  return readMoment(written) ?? (expiresMs === undefined ? undefined : later(at, expiresMs));
}

function readAnswer(text: string): "yes" | "no" | undefined {
  const word = text.toLowerCase();
  if (word === "" || word === "yes") return "yes";
  return word === "no" ? "no" : undefined;
}

/** A day (its end in UTC would be a guess, so its beginning) or a moment with its offset. */
function readMoment(text: string): Millis | undefined {
  if (
    !/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/.test(text)
  ) {
    return undefined;
  }
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : toMillis(at);
}

function momentProblem(column: string, text: string): string {
  return `${column} is "${text}"; write 2026-03-01 or 2026-03-01T09:30+07:00`;
}
