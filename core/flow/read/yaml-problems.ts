import type { ErrorCode, YAMLError } from "yaml";
import type { RawFinding } from "./raw-finding.ts";
import { lineStart, quoted, restOfLine } from "./rest-of-line.ts";
import type { QuotedScalars } from "./yaml-tree.ts";

/** At most so many YAML errors are told of one file; the rest follow from them. */
const maxErrors = 20;

export interface YamlProblems {
  readonly findings: readonly RawFinding[];
  /** From this offset on the structure that was read is a guess. */
  readonly brokenAt: number | undefined;
}

/**
 * Says the parser's errors in an author's words, each once, without those that only follow. `told`
 * is what was found in the document itself.
 */
export function describeProblems(
  errors: readonly YAMLError[],
  text: string,
  quotes: QuotedScalars,
  told: readonly RawFinding[],
): YamlProblems {
  const findings: RawFinding[] = [];
  let brokenAt: number | undefined;
  // What was told of a line already, such as {{ without quotes, explains the parser's errors there.
  const explained = told.filter((finding) => finding.severity === "error");
  const lines = new Set(explained.map((finding) => lineStart(text, finding.start)));
  for (const error of errors.toSorted((a, b) => a.pos[0] - b.pos[0])) {
    if (isToldByNext(error, errors)) continue;
    const finding = describe(error, text, quotes);
    const line = lineStart(text, finding.start);
    if (lines.has(line)) continue;
    lines.add(line);
    if (error.code !== "BAD_DQ_ESCAPE")
      brokenAt = Math.min(brokenAt ?? finding.start, finding.start);
    findings.push(finding);
    // After a sign that no document can hold the parser takes every word for a mistake.
    if (findings.length >= maxErrors || isBeyond(error)) break;
  }
  return { findings: dropGuesses(findings, text), brokenAt };
}

/** Codes of what the parser says of the layout, which it guesses once something is wrong before. */
const layoutCodes: ReadonlySet<string> = new Set([
  "YAML_TAB",
  "YAML_INDENT",
  "YAML_COLON",
  "YAML_SYNTAX",
]);

/** What only follows from an open quote or from tabs is left out; of the tabs the first is told. */
function dropGuesses(findings: readonly RawFinding[], text: string): readonly RawFinding[] {
  const open = findings.find((finding) => finding.code === "YAML_QUOTE_OPEN");
  if (open !== undefined) return findings.filter((item) => item.start <= open.start);
  const tab = findings.find((finding) => finding.code === "YAML_TAB");
  if (tab === undefined) return findings;
  const others = (text.slice(tab.end).match(/\n *\t/g) ?? []).length;
  const rest = others === 1 ? "1 more line" : `${others} more lines`;
  const message = others === 0 ? tab.message : `a tab indents this line and ${rest}`;
  return findings.flatMap((item) => {
    if (item === tab) return [{ ...tab, message }];
    return item.start > tab.start && layoutCodes.has(item.code) ? [] : [item];
  });
}

const beyond = /^Unexpected \S+ token in YAML stream: "?(.*?)"?$/s;

function isBeyond(error: YAMLError): boolean {
  return beyond.test(error.message);
}

/** A key over two lines is told twice; the second error knows the line that is to blame. */
function isToldByNext(error: YAMLError, errors: readonly YAMLError[]): boolean {
  return (
    error.code === "BLOCK_AS_IMPLICIT_KEY" &&
    errors.some((other) => other.code === "MULTILINE_IMPLICIT_KEY" && other.pos[0] === error.pos[0])
  );
}

function describe(error: YAMLError, text: string, quotes: QuotedScalars): RawFinding {
  const [start, end] = error.pos;
  const quoted = quotedBefore(error, text, quotes);
  if (quoted !== undefined) return openQuote(quoted, text);
  const told = tell(error, text, quotes);
  const finding = {
    code: told.code,
    severity: "error" as const,
    start: told.start ?? start,
    end: told.end ?? Math.max(end, start + 1),
    message: told.message,
  };
  return told.hint === undefined ? finding : { ...finding, hint: told.hint };
}

/**
 * The start of the quoted scalar that an error is really about: one that is open to the end of the
 * file, or one that runs into the next quote, so that text follows that one.
 */
function quotedBefore(error: YAMLError, text: string, quotes: QuotedScalars): number | undefined {
  const [at] = error.pos;
  if (error.message.startsWith("Missing closing")) return quotes.get(at);
  const isAfterQuote =
    error.message === "Unexpected scalar at node end" || error.code === "MISSING_CHAR";
  if (!isAfterQuote) return undefined;
  const start = quotes.get(text.slice(0, at).trimEnd().length);
  if (start === undefined) return undefined;
  const between = text.slice(start, at);
  // `{ en: "Hi, id: "Halo" }`: what stands between the quotes ends like the way to another value.
  const leadsOn = /,\s*(?:[\w-]+:\s*)?["']\s*$/.test(between);
  return between.includes("\n") || leadsOn ? start : undefined;
}

interface Told {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly start?: number;
  readonly end?: number;
}

function tell(error: YAMLError, text: string, quotes: QuotedScalars): Told {
  const teller = tellers[error.code];
  return teller === undefined ? tellOther(error, text, quotes) : teller(error, text, quotes);
}

type Teller = (error: YAMLError, text: string, quotes: QuotedScalars) => Told;

const tellers: { readonly [code in ErrorCode]?: Teller } = {
  TAB_AS_INDENT: () => ({
    code: "YAML_TAB",
    message: "a tab indents this line",
    hint: "use spaces: YAML counts them, and a tab has no fixed width",
  }),
  MULTILINE_IMPLICIT_KEY: ({ pos: [start, end] }, text) => ({
    code: "YAML_INDENT",
    start: lastLineText(text, start, end),
    message: "this line stands deeper than the key above, which already has a value",
    hint: "indent it like the line above",
  }),
  BLOCK_AS_IMPLICIT_KEY: tellColon,
  BLOCK_IN_FLOW: tellColon,
  BAD_INDENT: tellIndent,
  BAD_SCALAR_START: ({ pos: [start, end] }, text) => ({
    code: "YAML_SCALAR_START",
    message: `text cannot begin with ${text.slice(start, end)} without quotes`,
    hint: `put quotes round it: ${quoted(restOfLine(text, start))}`,
  }),
  BAD_DQ_ESCAPE: ({ pos: [start] }, text) => ({
    code: "YAML_ESCAPE",
    message: `${text.slice(start, start + 2)} means nothing between double quotes`,
    hint: "write \\\\ for a backslash, or use single quotes",
  }),
  MULTIPLE_DOCS: () => ({
    code: "YAML_MANY_DOCUMENTS",
    message: "a second document begins here",
    hint: "one file holds one document: take out the line ---",
  }),
  RESOURCE_EXHAUSTION: () => ({ code: "YAML_TOO_DEEP", message: "nested too deep" }),
};

function tellColon({ pos: [start] }: YAMLError, text: string): Told {
  return {
    code: "YAML_COLON",
    message: 'a second "key: value" where only text can stand',
    hint: `put quotes round the text: ${quoted(restOfLine(text, start))}`,
  };
}

function tellIndent(error: YAMLError, text: string, quotes: QuotedScalars): Told {
  const close = /end with a ([\]}])/.exec(error.message)?.[1];
  if (close !== undefined) {
    const open = close === "]" ? "[" : "{";
    const start = openBracket(text, error.pos[0], open, quotes);
    const said = {
      code: "YAML_BRACKET_OPEN",
      message:
        start === undefined ? `${open} is not closed before this` : `this ${open} is never closed`,
      hint: `add ${close} where it ends, or put quotes round a text that begins with ${open}`,
    };
    return start === undefined ? said : { ...said, start, end: start + 1 };
  }
  return {
    code: "YAML_INDENT",
    message: "this line begins in another column than its neighbours",
    hint: "indent the lines of one list or map alike",
  };
}

const pairs = new Map([
  ["]", "["],
  ["}", "{"],
]);

/** The last bracket before an offset that nothing closes; texts between quotes do not count. */
function openBracket(
  text: string,
  before: number,
  open: string,
  quotes: QuotedScalars,
): number | undefined {
  const closed: string[] = [];
  for (let at = before - 1; at >= 0; at -= 1) {
    const quote = quotes.get(at + 1);
    if (quote !== undefined) {
      at = quote;
      continue;
    }
    const sign = text.charAt(at);
    const opening = pairs.get(sign);
    if (opening !== undefined) closed.push(opening);
    else if (sign === closed.at(-1)) closed.pop();
    else if (sign === open && closed.length === 0) return at;
  }
  return undefined;
}

function tellOther(error: YAMLError, text: string, quotes: QuotedScalars): Told {
  const [start] = error.pos;
  if (error.message === "Unexpected scalar at node end") {
    const quoted = quotes.get(text.slice(0, start).trimEnd().length);
    if (quoted !== undefined) return tellTextAfterQuote(text, quoted);
    return { code: "YAML_SYNTAX", message: "text where nothing can stand", hint: indentHint };
  }
  if (error.message.startsWith("Implicit map keys")) {
    return { code: "YAML_SYNTAX", message: 'a key without ":" after it' };
  }
  if (error.message.startsWith("Unexpected block-seq-ind on same line")) {
    const hint = "begin the list on the next line, or put quotes round a text that begins with -";
    return { code: "YAML_SYNTAX", message: "a list cannot begin beside its key", hint };
  }
  if (error.message.startsWith("Block scalar header")) {
    const message = `text after ${text.charAt(start - 1)} must begin on the next line`;
    return { code: "YAML_SYNTAX", message };
  }
  const sign = beyond.exec(error.message)?.[1];
  if (sign !== undefined) {
    const hint = "take it away, or put quotes round the text that it belongs to";
    return { code: "YAML_SYNTAX", message: `${sign} cannot stand here`, hint };
  }
  const message = error.message.charAt(0).toLowerCase() + error.message.slice(1);
  return { code: "YAML_SYNTAX", message, hint: indentHint };
}

const indentHint = "check the indentation, and put quotes round texts with signs in them";

function tellTextAfterQuote(text: string, start: number): Told {
  const value = restOfLine(text, start);
  const inner = value.slice(1, value.endsWith("'") ? -1 : undefined);
  let hint = "write the text on lines of its own, after |";
  if (value.startsWith("'") && !inner.includes('"')) hint = `use double quotes: "${inner}"`;
  else if (!value.includes("'")) hint = `put single quotes round all of it: '${value}'`;
  return { code: "YAML_TEXT_AFTER_QUOTE", message: "text after the closing quote", hint };
}

function lastLineText(text: string, start: number, end: number): number {
  const line = lineStart(text, end);
  const indent = /^[ \t]*/.exec(text.slice(line, end))?.[0].length ?? 0;
  return Math.max(start, line + indent);
}

/** The parser tells of an open quote at the end of the file; the quote itself is what helps. */
function openQuote(start: number, text: string): RawFinding {
  const quote = text.charAt(start);
  const value = restOfLine(text, start + 1);
  const isPlain = value !== "" && !/["'{}[\],]/.test(value);
  return {
    code: "YAML_QUOTE_OPEN",
    severity: "error",
    start,
    end: start + 1,
    message: "this quote is never closed",
    hint: isPlain ? `write ${quote}${value}${quote}` : `add ${quote} where the text ends`,
  };
}
