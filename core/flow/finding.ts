/** A stretch of a source file. Lines and columns count from 1, columns in UTF-16 units; the end is exclusive. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** An `error` keeps a bot from being activated; a `warning` does not. */
export type Severity = "error" | "warning";

/**
 * One thing that the checker found. `code` is public and stable: `YAML_…` for the file's form,
 * `BOT_…` for bot.yaml, `FLOW_…` for flows. `message` states what was found, in small letters and
 * without a full stop; `hint` says what would be right.
 */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly at: Position;
  readonly message: string;
  readonly hint?: string;
  readonly related?: readonly RelatedPlace[];
}

/** A second place that a finding is about, such as the other half of a clash. */
export interface RelatedPlace {
  readonly at: Position;
  readonly message: string;
}

/** A new list in the order of the source: file, line, column; at one place errors come first. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => comparePositions(a.at, b.at) || rank(a) - rank(b));
}

/** Negative if `a` starts before `b`, by file name, line and column. */
export function comparePositions(a: Position, b: Position): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

function rank(finding: Finding): number {
  return finding.severity === "error" ? 0 : 1;
}
