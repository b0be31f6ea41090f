import type { Finding } from "#core/flow/finding.ts";
import { sortFindings } from "#core/flow/finding.ts";
import { readDocument } from "#core/flow/read/read-document.ts";
import { readYaml, type YamlPath, type YamlSource } from "#core/flow/read/yaml-source.ts";
import { findPartMistakes, findTestMistakes } from "./find-test-mistakes.ts";
import type { FlowTest, FlowTestFile, TestContact } from "./flow-test.ts";
import { readMocks } from "./read-mocks.ts";
import { readStep } from "./read-step.ts";
import { testFileSchema, type WrittenTest } from "./test-schema.ts";

/** Absent `value`: there is an error among the findings, and nothing may be run. */
export interface TestFileReading {
  readonly value?: FlowTestFile;
  readonly findings: readonly Finding[];
}

/** Reads one `*.test.yaml` file; never throws. `file` is only the name that positions carry. */
export function readTestFile(file: string, text: string): TestFileReading {
  const source = readYaml(file, text);
  const { value, findings } = readDocument(testFileSchema, source);
  if (value === undefined) {
    return { findings: sortFindings([...findings, ...findPartMistakes(source)]) };
  }
  const all = sortFindings([...findings, ...findTestMistakes(value, source)]);
  if (all.some((finding) => finding.severity === "error")) return { findings: all };
  const tests = value.tests.map((test, index) => readTest(test, source, ["tests", index]));
  return {
    value: { file, flow: value.flow, flowAt: source.at(["flow"]), tests },
    findings: all,
  };
}

function readTest(test: WrittenTest, source: YamlSource, path: YamlPath): FlowTest {
  return {
    name: test.name,
    at: source.at([...path, "name"]),
    contact: readContact(test.contact),
    now: test.now,
    mocks: readMocks(test.mocks ?? {}, (name) => source.at([...path, "mocks", name], "key")),
    steps: test.steps.map((step, index) => readStep(step, source, [...path, "steps", index])),
  };
}

function readContact(contact: WrittenTest["contact"]): TestContact {
  return {
    name: contact?.name,
    language: contact?.language,
    consent: contact?.consent,
    isNew: contact?.new ?? false,
    hasPhone: contact?.phone !== "hidden",
    tags: contact?.tags ?? [],
    profile: contact?.profile ?? {},
  };
}
