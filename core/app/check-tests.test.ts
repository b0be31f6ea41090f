import { expect, test } from "bun:test";
import { compileFlows } from "#core/flow/compile-flows.ts";
import { sampleCatalog } from "#core/flow/testing/sample-catalog.ts";
import { checkTests } from "./check-tests.ts";

const { programs } = compileFlows(
  [
    {
      file: "tea.flow.yaml",
      text: `flow: tea
format: 1
triggers: [{ message: tea }]
slots: { cups: { type: integer } }
steps:
  - ask: How many?
    id: many
    into: cups
  - say: "{{ slots.cups }}"
`,
    },
  ],
  sampleCatalog,
);

const head = "flow: tea\ntests:\n  - name: one\n    steps:\n      - user: tea\n";

function told(text: string): readonly string[] {
  return checkTests([{ file: "t.test.yaml", text }], programs).map(
    ({ at, code, hint }) => `${at.line}:${at.column} ${code} ${hint}`,
  );
}

test("a test that fits its flow has no findings", () => {
  expect(told(`${head}      - expect: { step: many, slots: { cups: 1 } }\n`)).toEqual([]);
});

test.each([
  [
    "a typo in a key",
    `${head}      - exepct: { step: many }\n`,
    '6:9 FLOW_KEY_UNKNOWN did you mean "expect"?',
  ],
  ["a flow", head.replace("tea", "tee"), '1:7 FLOW_TEST_FLOW_UNKNOWN did you mean "tea"?'],
  [
    "the flow of a line",
    `${head}      - expect: { flow: coffee }\n`,
    "6:25 FLOW_TEST_FLOW_UNKNOWN known are: tea",
  ],
  [
    "a step",
    `${head}      - expect: { step: mani }\n`,
    '6:25 FLOW_TEST_STEP_UNKNOWN did you mean "many"?',
  ],
  [
    "a slot",
    `${head}      - expect: { slots: { cup: 1 } }\n`,
    '6:28 FLOW_TEST_SLOT_UNKNOWN did you mean "cups"?',
  ],
])("tells of %s that does not exist, and where", (_, text, wanted) => {
  expect(told(text)).toEqual([expect.stringContaining(wanted)]);
});

test("mistakes against flows are told together with those of form, in their order", () => {
  const text = `${head}      - expect: { step: mani }\n      - bto: Hi\n      - expect: { slots: { cusp: 1 } }\n`;
  const findings = checkTests([{ file: "t.test.yaml", text }], programs);
  expect(findings.map(({ code }) => code)).toEqual([
    "FLOW_TEST_STEP_UNKNOWN",
    "FLOW_KEY_UNKNOWN",
    "FLOW_TEST_SLOT_UNKNOWN",
  ]);
});

test("says nothing about flows while one of them has an error", () => {
  const text = `${head}      - expect: { step: mani }\n`;
  const findings = checkTests([{ file: "t.test.yaml", text }], undefined);
  expect(findings).toEqual([]);
});

test("tells of what stands in for nothing that the bot has, where that is known", () => {
  const text = head.replace("    steps:", "    mocks: { http.pst: [{ returns: {} }] }\n    steps:");
  const check = (mockable?: readonly string[]) =>
    checkTests([{ file: "t.test.yaml", text }], programs, mockable).map(({ code, hint }) => [
      code,
      hint,
    ]);
  expect(check(["http.post"])).toContainEqual([
    "FLOW_TEST_MOCK_UNKNOWN",
    'did you mean "http.post"?',
  ]);
  expect(check().flat()).not.toContain("FLOW_TEST_MOCK_UNKNOWN");
});

test("a file that is no UTF-8 is told once", () => {
  const notUtf8 = { file: "t.test.yaml", line: 3, column: 4, endLine: 3, endColumn: 5 };
  const findings = checkTests([{ file: "t.test.yaml", text: "flow: \ufffd", notUtf8 }], programs);
  expect(findings.map(({ code, at }) => [code, at])).toEqual([["YAML_NOT_UTF8", notUtf8]]);
});
