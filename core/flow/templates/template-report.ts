import type { Finding, Severity } from "#core/flow/finding.ts";
import type { YamlPath, YamlSource } from "#core/flow/read/yaml-source.ts";

/** A finding in a template's file, by its place. */
export interface TemplateFinding {
  readonly code: string;
  readonly severity?: Severity;
  readonly path: YamlPath;
  readonly part?: "key" | "value";
  /** The stretch of the string at the path that is meant; the whole value if absent. */
  readonly inside?: readonly [start: number, end: number];
  readonly message: string;
  readonly hint?: string;
}

export type TemplateReport = (finding: TemplateFinding) => void;

/** Gathers findings with their positions. */
export function createTemplateReport(source: YamlSource, findings: Finding[]): TemplateReport {
  return ({ code, severity = "error", path, part, inside, message, hint }) => {
    const at =
      inside === undefined ? source.at(path, part) : source.stringPosition(path, ...inside);
    findings.push({ code, severity, at, message, ...(hint === undefined ? {} : { hint }) });
  };
}
