import { describe, expect, test } from "bun:test";
import { hourMs } from "#core/lib/millis.ts";
import { readTestFile } from "./read-test-file.ts";

const head = "flow: coffee\ntests:\n  - name: a\n";

/** `line:column code: message`, as a person would look for it. */
function findings(text: string): readonly string[] {
  return readTestFile("coffee.test.yaml", text).findings.map(
    ({ at, code, message }) => `${at.line}:${at.column} ${code}: ${message}`,
  );
}

test("a file is read whole, and every step knows its place", () => {
  const text = `${head}    contact: { name: Sari, language: id, consent: [service], phone: hidden }
    now: 2026-01-05 21:30
    steps:
      - user: kopi
      - crash: true
      - bot: Halo!
      - bot: { count: 2 }
      - user: { choose: latte }
      - user: { reaction: 👍 }
      - expect: { slots: { cups: 2 }, ended: true }
      - after: 26h
      - redeliver: last
      - bot: { template: order_reminder, values: [Sari] }
`;
  const { value, findings: found } = readTestFile("coffee.test.yaml", text);
  expect(found).toEqual([]);
  expect(value).toMatchObject({ flow: "coffee", tests: [{ name: "a", now: "2026-01-05 21:30" }] });
  const [first] = value?.tests ?? [];
  expect(first?.contact).toEqual({
    name: "Sari",
    language: "id",
    consent: ["service"],
    hasPhone: false,
    tags: [],
    profile: {},
  });
  expect(first?.steps.map(({ at, ...step }) => [at.line, at.column, step])).toEqual([
    [7, 9, { kind: "user", act: { kind: "text", text: "kopi" } }],
    [8, 9, { kind: "crash" }],
    [9, 9, { kind: "bot", message: { text: "Halo!" } }],
    [10, 9, { kind: "count", count: 2 }],
    [11, 9, { kind: "user", act: { kind: "choice", choice: "latte" } }],
    [12, 9, { kind: "user", act: { kind: "reaction", emoji: "👍" } }],
    [13, 9, { kind: "expect", state: { slots: { cups: 2 }, ended: true } }],
    [14, 9, { kind: "after", durationMs: 26 * hourMs }],
    [15, 9, { kind: "redeliver" }],
    [16, 9, { kind: "bot", message: { template: "order_reminder", values: ["Sari"] } }],
  ]);
});

test("a person without a contact block has every default", () => {
  const { value } = readTestFile("x", `${head}    steps: [{ user: kopi }]\n`);
  expect(value?.tests[0]?.contact).toMatchObject({
    name: undefined,
    consent: undefined,
    hasPhone: true,
  });
});

describe("a mistake is shown where it stands", () => {
  test.each([
    ["a key that nobody knows", "    steps:\n      - usr: kopi\n", "5:9"],
    ["a key inside a bot line", "    steps:\n      - bot: { contain: x }\n", "5:16"],
    ["a number without quotes", "    steps:\n      - user: 2\n", "5:15"],
    ["a count below nothing", "    steps:\n      - bot: { count: -1 }\n", "5:23"],
    ["two verbs in a step", "    steps:\n      - user: a\n        bot: b\n", "6:9"],
    ["a contact's key", "    contact: { nam: x }\n    steps: [{ user: a }]\n", "4:16"],
  ])("%s", (_, rest, place) => {
    const found = findings(head + rest);
    expect(found).toHaveLength(1);
    expect(found[0]).toStartWith(`${place} `);
  });

  test.each([
    ["a duration", "      - after: 2x\n", "5:16", "FLOW_TEST_DURATION_INVALID"],
    ["its second part", "      - after: 2h3x\n", "5:18", "FLOW_TEST_DURATION_INVALID"],
    ["a pattern", '      - bot: { matches: "(a" }\n', "5:25", "FLOW_TEST_PATTERN_INVALID"],
    ["a line about nothing", "      - bot: {}\n", "5:14", "FLOW_TEST_EXPECTS_NOTHING"],
    ["a repeat of nothing", "      - redeliver: last\n", "5:20", "FLOW_TEST_NOTHING_BEFORE"],
    ["a death during nothing", "      - crash: true\n", "5:16", "FLOW_TEST_NOTHING_BEFORE"],
  ])("%s", (_, step, place, code) => {
    const found = findings(`${head}    steps:\n${step}`);
    expect(found).toHaveLength(1);
    expect(found[0]).toStartWith(`${place} ${code}: `);
  });

  test("a moment that is none", () => {
    const found = findings(`${head}    now: tomorrow\n    steps: [{ user: a }]\n`);
    expect(found).toEqual(['4:10 FLOW_TEST_MOMENT_INVALID: "tomorrow" is not a moment']);
  });

  test("a name that two tests have points at both", () => {
    const text = `${head}    steps: [{ user: a }]\n  - name: a\n    steps: [{ user: a }]\n`;
    const [found, ...others] = readTestFile("x", text).findings;
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      code: "FLOW_TEST_NAME_TWICE",
      at: { line: 5, column: 11 },
      related: [{ at: { line: 3, column: 11 } }],
    });
  });
});

test("all mistakes of a file are told at once, and nothing of it may run", () => {
  const text = `${head}    steps:\n      - after: soon\n      - redeliver: last\n`;
  const { value, findings: found } = readTestFile("x", text);
  expect(value).toBeUndefined();
  expect(found.map(({ at }) => at.line)).toEqual([5, 6]);
});
