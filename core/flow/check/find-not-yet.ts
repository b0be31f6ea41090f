import { asList, asMap } from "#core/flow/compile/raw.ts";
import type { Report } from "#core/flow/compile/report.ts";
import type { YamlPath } from "#core/flow/read/yaml-source.ts";
import { notYet } from "#core/flow/schema/not-yet.ts";
import { stepKindOf } from "#core/flow/step-kinds.ts";

/** Reports what belongs to the language and cannot be run by this version. */
export function findNotYet(value: unknown, report: Report): void {
  const flow = asMap(value) ?? {};
  refuseKeys(flow, [], notYet.top, report);
  for (const key of ["steps", "on_error", "on_cancel"]) walkSteps(flow[key], [key], report);
}

/** Looks at every list of steps there is, whatever it hangs under. */
function walkSteps(value: unknown, path: YamlPath, report: Report): void {
  asList(value).forEach((step, index) => {
    const map = asMap(step);
    if (map === undefined) return;
    const here = [...path, index];
    const kind = stepKindOf(step);
    if (kind === undefined) refuseKeys(map, here, notYet.verbs, report);
    for (const key of ["then", "else", "steps", "try", "catch", "on_timeout", "on_fail"]) {
      walkSteps(map[key], [...here, key], report);
    }
    asList(map["switch"]).forEach((branch, at) => {
      walkSteps(asMap(branch)?.["steps"], [...here, "switch", at, "steps"], report);
      walkSteps(asMap(branch)?.["else"], [...here, "switch", at, "else"], report);
    });
  });
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
