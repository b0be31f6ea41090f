import { asList, asMap } from "#core/flow/compile/raw.ts";
import { type Finding, sortFindings } from "#core/flow/finding.ts";
import type { Program } from "#core/flow/program.ts";
import { readYaml, type YamlPath, type YamlSource } from "#core/flow/read/yaml-source.ts";
import { readTestFile } from "#core/flow/read-test/read-test-file.ts";
import { nearest } from "#core/lib/nearest.ts";
import type { BotFile } from "./bot-folder.ts";
import { findNotUtf8 } from "./find-not-utf8.ts";
import { checkMocks } from "./flow-test/check-mocks.ts";

/**
 * What is wrong with the `*.test.yaml` of a bot, without running them: their form, and the flows,
 * steps and slots that they name. `programs` is undefined while a flow has an error: then nothing is
 * said about what flows hold. `mockable` are the bot's actions and providers, if they are to be held
 * against what stands in for them.
 */
export function checkTests(
  files: readonly BotFile[],
  programs: readonly Program[] | undefined,
  mockable?: readonly string[],
): readonly Finding[] {
  return files.flatMap((file) => {
    const garbled = findNotUtf8(file);
    if (garbled.length > 0) return garbled;
    const { value, findings } = readTestFile(file.file, file.text);
    if (programs === undefined) return findings;
    return sortFindings([
      ...findings,
      ...checkNames(readYaml(file.file, file.text), programs),
      ...(mockable === undefined || value === undefined ? [] : checkMocks(value, mockable)),
    ]);
  });
}

/** Of a file whose form is wrong somewhere, too: so that its mistakes are told in one go. */
function checkNames(source: YamlSource, programs: readonly Program[]): readonly Finding[] {
  const file = asMap(source.value) ?? {};
  const flows = new Map(programs.map((program) => [program.flow, program]));
  const findings: Finding[] = [];

  function check(what: string, name: string, known: readonly string[], path: YamlPath): void {
    if (known.includes(name)) return;
    const near = nearest(name, known);
    const names = known.length === 0 ? "there is none" : `known are: ${known.join(", ")}`;
    findings.push({
      code: `FLOW_TEST_${what.toUpperCase()}_UNKNOWN`,
      severity: "error",
      at: source.at(path, what === "slot" ? "key" : "value"),
      message: `there is no ${what} "${name}"`,
      hint: near === undefined ? names : `did you mean "${near}"?`,
    });
  }

  function checkExpected(state: Readonly<Record<string, unknown>>, path: YamlPath): void {
    const { flow = file["flow"], step, slots } = state;
    if (typeof flow !== "string") return;
    if (flow !== file["flow"]) check("flow", flow, [...flows.keys()], [...path, "flow"]);
    const program = flows.get(flow);
    if (program === undefined) return;
    const ids = [...program.targets.keys()];
    if (typeof step === "string") check("step", step, ids, [...path, "step"]);
    const known = [...program.slots.keys()];
    for (const slot of Object.keys(asMap(slots) ?? {})) {
      check("slot", slot, known, [...path, "slots", slot]);
    }
  }

  if (typeof file["flow"] === "string") {
    check("flow", file["flow"], [...flows.keys()], ["flow"]);
  }
  for (const [index, test] of asList(file["tests"]).entries()) {
    for (const [at, step] of asList(asMap(test)?.["steps"]).entries()) {
      const expected = asMap(asMap(step)?.["expect"]);
      if (expected !== undefined) {
        checkExpected(expected, ["tests", index, "steps", at, "expect"]);
      }
    }
  }
  return findings;
}
