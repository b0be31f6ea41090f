import type { z } from "zod";
import { comparePositions, type Finding, type Position, sortFindings } from "#core/flow/finding.ts";
import { parseOnce } from "#core/lib/parse-once.ts";
import { IssueTeller, type ReadOptions } from "./issue-teller.ts";
import type { YamlSource } from "./yaml-source.ts";

export interface DocumentReading<T> {
  /** Absent if the document does not fit the schema. */
  readonly value?: T;
  /** The findings of the source and of the schema together, all at once, in source order. */
  readonly findings: readonly Finding[];
}

/**
 * Checks what was read against a schema and says what is wrong in a bot writer's words. A message
 * that the schema gives itself is used as it is; a refinement may set `params: { code, hint }`.
 * Where the form of the file is broken, nothing is said of what comes after.
 */
export function readDocument<T>(
  schema: z.ZodType<T>,
  source: YamlSource,
  options: ReadOptions = {},
): DocumentReading<T> {
  const result = parseOnce(schema, source.value);
  if (result.success) return { value: result.data, findings: source.findings };
  const teller = new IssueTeller(source, options);
  teller.tell({ schema, value: source.value, path: [] }, result.error.issues);
  const { brokenAt } = source;
  const told = source.findings.filter((finding) => finding.severity === "error");
  const findings = teller.findings.filter(
    (finding) =>
      (brokenAt === undefined || isSafe(finding, brokenAt)) &&
      !told.some((other) => comparePositions(other.at, finding.at) === 0),
  );
  return { findings: sortFindings([...source.findings, ...findings]) };
}

function isSafe(finding: Finding, brokenAt: Position): boolean {
  return !finding.code.endsWith("_KEY_MISSING") && comparePositions(finding.at, brokenAt) < 0;
}
