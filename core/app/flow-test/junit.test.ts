import { expect, test } from "bun:test";
import { junitReport } from "./junit.ts";

const passed = {
  name: "two <lattes>",
  file: "coffee.test.yaml",
  line: 5,
  durationMs: 12,
  failure: undefined,
  output: [],
};

test("a report counts per file and keeps the transcript of what failed, escaped", () => {
  const failed = {
    ...passed,
    name: "asleep",
    failure: 'coffee.test.yaml:9:9: "a" & b\u0000',
    output: ["Sari │ kopi", "- <b>"],
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
