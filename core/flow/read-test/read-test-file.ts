import type { Finding } from "#core/flow/finding.ts";
import { sortFindings } from "#core/flow/finding.ts";
import { readDocument } from "#core/flow/read/read-document.ts";
import { readYaml, type YamlPath, type YamlSource } from "#core/flow/read/yaml-source.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { parseDuration } from "#core/lib/duration.ts";
import { findTestMistakes } from "./find-test-mistakes.ts";
import type { FlowTest, FlowTestFile, TestContact, TestStep } from "./flow-test.ts";
import { testFileSchema, type WrittenStep, type WrittenTest } from "./test-schema.ts";

/** Absent `value`: there is an error among the findings, and nothing may be run. */
export interface TestFileReading {
  readonly value?: FlowTestFile;
  readonly findings: readonly Finding[];
}

/** Reads one `*.test.yaml` file; never throws. `file` is only the name that positions carry. */
export function readTestFile(file: string, text: string): TestFileReading {
  const source = readYaml(file, text);
  const { value, findings } = readDocument(testFileSchema, source);
  if (value === undefined) return { findings };
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
    steps: test.steps.map((step, index) => readStep(step, source, [...path, "steps", index])),
  };
}

function readContact(contact: WrittenTest["contact"]): TestContact {
  return {
    name: contact?.name,
    language: contact?.language,
    consent: contact?.consent,
    hasPhone: contact?.phone !== "hidden",
    tags: contact?.tags ?? [],
    profile: contact?.profile ?? {},
  };
}

function readStep(step: WrittenStep, source: YamlSource, path: YamlPath): TestStep {
  const at = (key: string) => source.at([...path, key], "key");
  if ("user" in step) return { kind: "user", at: at("user"), act: readAct(step.user) };
  if ("bot" in step) {
    if (typeof step.bot === "string")
      return { kind: "bot", at: at("bot"), message: { text: step.bot } };
    if ("count" in step.bot) return { kind: "count", at: at("bot"), count: step.bot.count };
    return { kind: "bot", at: at("bot"), message: step.bot };
  }
  if ("expect" in step) return { kind: "expect", at: at("expect"), state: step.expect };
  if ("after" in step) {
    const duration = parseDuration(step.after);
    const durationMs = duration.kind === "ok" ? duration.value : 0;
    return { kind: "after", at: at("after"), durationMs };
  }
  if ("redeliver" in step) return { kind: "redeliver", at: at("redeliver") };
  if ("crash" in step) return { kind: "crash", at: at("crash") };
  return assertNever(step, "readStep");
}

function readAct(user: Extract<WrittenStep, { readonly user: unknown }>["user"]) {
  if (typeof user === "string") return { kind: "text", text: user } as const;
  if ("choose" in user) return { kind: "choice", choice: user.choose } as const;
  return { kind: "reaction", emoji: user.reaction } as const;
}
