import { asList, asMap } from "#core/flow/compile/raw.ts";
import { compilePattern } from "#core/flow/expression/pattern.ts";
import type { Finding, RelatedPlace } from "#core/flow/finding.ts";
import type { YamlPath, YamlSource } from "#core/flow/read/yaml-source.ts";
import { parseDuration } from "#core/lib/duration.ts";
import { findActMistakes } from "./find-act-mistakes.ts";
import {
  stepSchema,
  type WrittenStep,
  type WrittenTest,
  type WrittenTestFile,
} from "./test-schema.ts";

/** Finds what the shape of a test file cannot say: durations, patterns, moments, steps out of place. */
export function findTestMistakes(written: WrittenTestFile, source: YamlSource): readonly Finding[] {
  const findings = findTwins(written, source);
  for (const [index, test] of written.tests.entries()) {
    const path = ["tests", index];
    if (test.now !== undefined) findings.push(...checkMoment(test.now, source, [...path, "now"]));
    findings.push(...checkMocks(test, source, [...path, "mocks"]));
    findings.push(...checkOrder(test, source, path));
    for (const [stepIndex, step] of test.steps.entries()) {
      findings.push(...checkStep(step, source, [...path, "steps", stepIndex]));
    }
  }
  return findings;
}

/**
 * The same of the steps that have the right form, in a file of which something has not: so that all
 * mistakes are told at once.
 */
export function findPartMistakes(source: YamlSource): readonly Finding[] {
  return asList(asMap(source.value)?.["tests"]).flatMap((test, index) =>
    asList(asMap(test)?.["steps"]).flatMap((step, at) => {
      const { data } = stepSchema.safeParse(step);
      return data === undefined ? [] : checkStep(data, source, ["tests", index, "steps", at]);
    }),
  );
}

function findTwins(written: WrittenTestFile, source: YamlSource): Finding[] {
  const first = new Map<string, number>();
  const findings: Finding[] = [];
  for (const [index, test] of written.tests.entries()) {
    const before = first.get(test.name);
    if (before === undefined) {
      first.set(test.name, index);
      continue;
    }
    findings.push({
      ...mistake("FLOW_TEST_NAME_TWICE", source, ["tests", index, "name"]),
      message: `two tests are called "${test.name}"`,
      hint: "Give each test its own name: reports tell them apart by it.",
      related: [related(source, ["tests", before, "name"], "the first one")],
    });
  }
  return findings;
}

function checkMoment(now: string, source: YamlSource, path: YamlPath): readonly Finding[] {
  try {
    Temporal.PlainDateTime.from(now);
    return [];
  } catch {
    return [
      {
        ...mistake("FLOW_TEST_MOMENT_INVALID", source, path),
        message: `"${now}" is not a moment`,
        hint: 'Write the date and the time of the bot\'s time zone, like "2026-01-05 10:00".',
      },
    ];
  }
}

/** A step that looks back needs something to look back at. */
function checkOrder(test: WrittenTest, source: YamlSource, path: YamlPath): readonly Finding[] {
  const findings: Finding[] = [];
  let hasActed = false;
  let hasSpoken = false;
  for (const [index, step] of test.steps.entries()) {
    const at = [...path, "steps", index];
    if ("redeliver" in step && !hasActed) {
      findings.push({
        ...mistake("FLOW_TEST_NOTHING_BEFORE", source, [...at, "redeliver"]),
        message: "there is no webhook to deliver once more",
        hint: "Put a `user:` step before it.",
      });
    }
    if ("crash" in step && !isAct(test.steps[index - 1])) {
      findings.push({
        ...mistake("FLOW_TEST_NOTHING_BEFORE", source, [...at, "crash"]),
        message: "there is nothing during which the process could die",
        hint: "Put it right after a `user:`, `after:` or `redeliver:` step, before the `bot:` lines.",
      });
    }
    if ("status" in step && !hasSpoken) {
      findings.push({
        ...mistake("FLOW_TEST_NOTHING_BEFORE", source, [...at, "status"]),
        message: "there is no message of the bot's that this could be about",
        hint: "Put a `bot:` step before it.",
      });
    }
    hasActed ||= "user" in step;
    hasSpoken ||= "bot" in step;
  }
  return findings;
}

function isAct(step: WrittenStep | undefined): boolean {
  return step !== undefined && acts.some((key) => key in step);
}

/** Steps that let something happen. */
const acts = ["user", "after", "redeliver", "event", "status"];

function checkMocks(
  { mocks = {} }: WrittenTest,
  source: YamlSource,
  path: YamlPath,
): readonly Finding[] {
  return Object.entries(mocks).flatMap(([name, answers]) => {
    const isList = Array.isArray(answers);
    return [answers].flat().flatMap(({ delay }, index) => {
      if (delay === undefined) return [];
      return checkDuration(delay, source, [...path, name, ...(isList ? [index] : []), "delay"]);
    });
  });
}

function checkStep(step: WrittenStep, source: YamlSource, path: YamlPath): readonly Finding[] {
  if ("after" in step) return checkDuration(step.after, source, [...path, "after"]);
  if ("user" in step) return checkActs(step.user, source, [...path, "user"]);
  if (!("bot" in step) || typeof step.bot === "string" || "count" in step.bot) return [];
  if (Object.keys(step.bot).length === 0) {
    return [
      {
        ...mistake("FLOW_TEST_EXPECTS_NOTHING", source, [...path, "bot"]),
        message: "this line says nothing about the message",
        hint: "Give its text, or `contains:`, `options:`, `template:`; or write { count: 1 }.",
      },
    ];
  }
  const { matches } = step.bot;
  return matches === undefined ? [] : checkPattern(matches, source, [...path, "bot", "matches"]);
}

function checkActs(
  user: Extract<WrittenStep, { readonly user: unknown }>["user"],
  source: YamlSource,
  path: YamlPath,
): readonly Finding[] {
  if (!Array.isArray(user)) return findActMistakes(user, source, path);
  return user.flatMap((act, index) => findActMistakes(act, source, [...path, index]));
}

function checkDuration(after: string, source: YamlSource, path: YamlPath): readonly Finding[] {
  const duration = parseDuration(after);
  if (duration.kind === "ok") return [];
  return [
    {
      code: "FLOW_TEST_DURATION_INVALID",
      severity: "error",
      at: source.stringPosition(path, duration.offset),
      message: duration.message,
    },
  ];
}

function checkPattern(pattern: string, source: YamlSource, path: YamlPath): readonly Finding[] {
  const reading = compilePattern(pattern);
  if (reading.ok) return [];
  return [
    {
      ...mistake("FLOW_TEST_PATTERN_INVALID", source, path),
      message: reading.message,
      hint: "Patterns are RE2: without look-around and back-references.",
    },
  ];
}

function mistake(code: string, source: YamlSource, path: YamlPath) {
  return { code, severity: "error", at: source.at(path) } as const;
}

function related(source: YamlSource, path: YamlPath, message: string): RelatedPlace {
  return { at: source.at(path), message };
}
