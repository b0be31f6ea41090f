import { expect, test } from "bun:test";
import { junitReport } from "./junit.ts";

const passed = {
  name: "two <lattes>",
  file: "coffee.test.yaml",
  line: 5,
  durationMs: 12,
  failure: undefined,
  output: [],
  edits: [],
};

test("a report counts per file and keeps the transcript of what failed, escaped", () => {
  const failed = {
    ...passed,
    name: "asleep",
    failure: 'coffee.test.yaml:9:9: "a" & b\u0000',
    output: [{ text: "Sari │ kopi" }, { text: "- <b>" }],
  };
  expect(junitReport([passed, failed])).toBe(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites tests="2" failures="1" errors="0" skipped="0">',
      '  <testsuite name="coffee.test.yaml" tests="2" failures="1" errors="0" skipped="0">',
      '    <testcase name="two &lt;lattes&gt;" classname="coffee.test.yaml" file="coffee.test.yaml" line="5" time="0.012"/>',
      '    <testcase name="asleep" classname="coffee.test.yaml" file="coffee.test.yaml" line="5" time="0.012">',
      '      <failure message="coffee.test.yaml:9:9: &quot;a&quot; &amp; b�">Sari │ kopi&#10;- &lt;b&gt;</failure>',
      "    </testcase>",
      "  </testsuite>",
      "</testsuites>",
      "",
    ].join("\n"),
  );
});

test("with a coverage there is a suite of it, which fails if it is too low", () => {
  const at = { file: "tea.flow.yaml", line: 9, column: 3, endLine: 9, endColumn: 6 };
  const coverage = [
    {
      flow: "tea",
      file: at.file,
      steps: { covered: 3, total: 4 },
      branches: { covered: 1, total: 1 },
      missing: [{ at, what: "say" }],
    },
  ];
  const enough = junitReport([passed], coverage);
  expect(enough).toContain('<testsuites tests="2" failures="0"');
  expect(enough).toContain('<testsuite name="coverage" tests="1" failures="0"');
  expect(enough).toContain("80 %&#10;    tea.flow.yaml:9:3 say");
  const tooLow = junitReport([passed], coverage, "less than 90 %");
  expect(tooLow).toContain('<testsuites tests="2" failures="1"');
  expect(tooLow).toContain('<failure message="less than 90 %"/>');
});
