import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import type { Finding, Position } from "#core/flow/finding.ts";
import { builtIn } from "./built-in.ts";

/**
 * Findings as SARIF, which code scanners and editors read: one run, one rule for each code that
 * occurs. Source: OASIS, Static Analysis Results Interchange Format, 2.1.0; what GitHub asks beyond
 * it: "SARIF support for code scanning".
 */
export function renderSarif(findings: readonly Finding[]): string {
  const codes = [...new Set(findings.map((finding) => finding.code))].toSorted();
  const log = {
    $schema:
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "sapa", version: builtIn.version, rules: codes.map(rule) } },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => result(finding, codes.indexOf(finding.code))),
      },
    ],
  };
  return JSON.stringify(log, undefined, 2);
}

/** `FLOW_KEY_UNKNOWN` → flow: key unknown. */
function rule(code: string) {
  const [area = "", ...words] = code.toLowerCase().split("_");
  const text = `${area}: ${words.join(" ")}`;
  return {
    id: code,
    shortDescription: { text },
    fullDescription: { text },
    help: { text: `What ${code} means stands in flows/README.md, part "Codes".` },
  };
}

function result({ code, severity, at, message, hint, related = [] }: Finding, ruleIndex: number) {
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: hint === undefined ? message : `${message} (${hint})` },
    locations: [{ physicalLocation: physical(at) }],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((other, id) => ({
            id,
            physicalLocation: physical(other.at),
            message: { text: other.message },
          })),
        }),
  };
}

function physical({ file, line, column, endLine, endColumn }: Position) {
  return {
    artifactLocation: { uri: uriOf(file) },
    region: { startLine: line, startColumn: column, endLine, endColumn },
  };
}

/** A file as it is seen from where the command runs, which for a scanner is the repository's root. */
function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  return file.split("/").map(encodeURIComponent).join("/");
}
