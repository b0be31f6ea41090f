import { formatFinding } from "#core/flow/code-frame.ts";
import type { Finding } from "#core/flow/finding.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import type { BotFile } from "./bot-folder.ts";

export const findingFormats = ["human", "json", "github"] as const;
export type FindingFormat = (typeof findingFormats)[number];

/** Findings as people, programs or GitHub's annotations read them, without a line break at the end. */
export function renderFindings(
  findings: readonly Finding[],
  files: readonly BotFile[],
  format: FindingFormat,
): string {
  switch (format) {
    case "human":
      return findings
        .map((finding) => `${formatFinding(finding, textOf(finding, files))}\n`)
        .join("\n");
    case "json":
      return JSON.stringify({ ...countFindings(findings), findings }, undefined, 2);
    case "github":
      return findings.map(annotation).join("\n");
    default:
      return assertNever(format, "renderFindings");
  }
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
function annotation({ at, severity, code, message, hint }: Finding): string {
  const place = `file=${property(at.file)},line=${at.line},endLine=${at.endLine},col=${at.column},endColumn=${at.endColumn}`;
  const text = hint === undefined ? message : `${message} (${hint})`;
  return `::${severity} ${place},title=${property(code)}::${escaped(text)}`;
}

function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
