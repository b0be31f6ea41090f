import type { Finding, RelatedPlace, Severity } from "#core/flow/finding.ts";
import type { YamlPath, YamlSource } from "#core/flow/read/yaml-source.ts";

/** Something found, by its path in the file. `offset` points into the string at the path. */
export interface FoundAt {
  readonly code: string;
  readonly severity?: Severity;
  readonly path: YamlPath;
  readonly part?: "key" | "value";
  readonly offset?: { readonly start: number; readonly end: number };
  readonly message: string;
  readonly hint?: string;
  readonly related?: readonly RelatedPlace[];
}

/** Adds a finding to the file's list. */
export type Report = (found: FoundAt) => void;

/** A report that turns paths into places of a file and puts the findings into `into`. */
export function createReport(source: YamlSource, into: Finding[]): Report {
  return ({ code, severity = "error", path, part, offset, message, hint, related }) => {
    const at =
      offset === undefined
        ? source.at(path, part)
        : source.stringPosition(path, offset.start, offset.end);
    into.push({
      code,
      severity,
      at,
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(related === undefined ? {} : { related }),
    });
  };
}
