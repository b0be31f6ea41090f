import type { Finding } from "#core/flow/finding.ts";
import type { Program } from "#core/flow/program.ts";
import { readYaml, type YamlPath, type YamlSource } from "#core/flow/read/yaml-source.ts";
import type { FlowTestFile, TestStep } from "#core/flow/read-test/flow-test.ts";
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
    if (value === undefined || programs === undefined) return findings;
    return [
      ...findings,
      ...checkNames(value, readYaml(file.file, file.text), programs),
      ...(mockable === undefined ? [] : checkMocks(value, mockable)),
    ];
  });
}

function checkNames(
  file: FlowTestFile,
  source: YamlSource,
  programs: readonly Program[],
): readonly Finding[] {
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

  function checkStep(step: TestStep, path: YamlPath): void {
    if (step.kind !== "expect") return;
    const { flow = file.flow, step: id, slots = {} } = step.state;
    if (flow !== file.flow) check("flow", flow, [...flows.keys()], [...path, "flow"]);
    const program = flows.get(flow);
    if (program === undefined) return;
    if (id !== undefined) check("step", id, [...program.targets.keys()], [...path, "step"]);
    const known = [...program.slots.keys()];
    for (const slot of Object.keys(slots)) check("slot", slot, known, [...path, "slots", slot]);
  }

  check("flow", file.flow, [...flows.keys()], ["flow"]);
  for (const [index, { steps }] of file.tests.entries()) {
    for (const [at, step] of steps.entries()) {
      checkStep(step, ["tests", index, "steps", at, "expect"]);
    }
  }
  return findings;
}
