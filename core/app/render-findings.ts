import { formatFinding } from "#core/flow/code-frame.ts";
import type { Finding } from "#core/flow/finding.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import type { BotFile } from "./bot-folder.ts";
import { renderSarif } from "./render-sarif.ts";

export const findingFormats = ["human", "json", "github", "sarif"] as const;
export type FindingFormat = (typeof findingFormats)[number];

/** Findings as people, programs or GitHub's annotations read them, without a line break at the end. */
export function renderFindings(
  findings: readonly Finding[],
  files: readonly BotFile[],
  format: FindingFormat,
): string {
  switch (format) {
    case "human":
      return renderForPeople(findings, files);
    case "json":
      return JSON.stringify({ ...countFindings(findings), findings }, undefined, 2);
    case "github":
      return findings.map(annotation).join("\n");
    case "sarif":
      return renderSarif(findings);
    default:
      return assertNever(format, "renderFindings");
  }
}

/** Findings that a person is shown at most: the others often follow from them. */
const maxShown = 100;

function renderForPeople(findings: readonly Finding[], files: readonly BotFile[]): string {
  const shown = findings.slice(0, maxShown);
  const rest = findings.length - shown.length;
  return [
    ...shown.map((finding) => `${formatFinding(finding, textOf(finding, files))}\n`),
    ...(rest > 0 ? [`… and ${rest} more\n`] : []),
  ].join("\n");
}

export function countFindings(findings: readonly Finding[]): {
  readonly errors: number;
  readonly warnings: number;
} {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  return { errors, warnings: findings.length - errors };
}

/** `2 errors, 1 warning`, or `no problems`. */
export function summarizeFindings(findings: readonly Finding[]): string {
  const { errors, warnings } = countFindings(findings);
  const parts = [
    ...(errors > 0 ? [counted(errors, "error")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
  ];
  return parts.length === 0 ? "no problems" : parts.join(", ");
}

export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

function textOf(finding: Finding, files: readonly BotFile[]): string {
  return files.find(({ file }) => file === finding.at.file)?.text ?? "";
}

/** A workflow command. Source: GitHub Actions, workflow commands, "Setting an error message". */
function annotation({ at, severity, code, message, hint, related = [] }: Finding): string {
  const { file, line, column, endLine, endColumn } = at;
  // Columns are for findings within one line: GitHub drops them from others.
  const columns = line === endLine ? `,col=${column},endColumn=${endColumn}` : "";
  const place = `file=${property(file)},line=${line},endLine=${endLine}${columns}`;
  const text = [
    hint === undefined ? message : `${message} (${hint})`,
    ...related.map((other) => `${other.at.file}:${other.at.line}: ${other.message}`),
  ].join("\n");
  return `::${severity} ${place},title=${property(code)}::${escaped(text)}`;
}

function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
