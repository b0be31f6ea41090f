import { asMap } from "#core/flow/compile/raw.ts";
import type { Report } from "#core/flow/compile/report.ts";
import type { YamlPath } from "#core/flow/read/yaml-source.ts";
import { notYet } from "#core/flow/schema/not-yet.ts";

/** Reports what belongs to the language and cannot be run by this version. */
export function findNotYet(value: unknown, report: Report): void {
  const flow = asMap(value) ?? {};
  refuseKeys(flow, [], notYet.top, report);
}

function refuseKeys(
  map: Readonly<Record<string, unknown>>,
  path: YamlPath,
  keys: readonly string[],
  report: Report,
): void {
  for (const key of Object.keys(map)) {
    if (isOneOf(keys, key)) tell(`"${key}"`, [...path, key], report);
  }
}

function tell(what: string, path: YamlPath, report: Report): void {
  report({
    code: "FLOW_NOT_YET",
    path,
    part: "key",
    message: `${what} is not available in this version`,
    hint: "flows/README.md lists what is",
  });
}

function isOneOf(words: readonly string[], word: string): boolean {
  return words.includes(word);
}
