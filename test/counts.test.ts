import { expect, test } from "bun:test";
import { countStep, readJunit, readSummary, summaryLine } from "./counts.ts";

test("a JUnit report gives its counts", () => {
  const xml = `<?xml version="1.0"?>
<testsuites name="bun test" tests="12" assertions="30" failures="2" skipped="3" time="0.1">
  <testsuite name="a" tests="99" failures="99" skipped="0"/></testsuites>`;
  expect(readJunit(xml)).toEqual({ passed: 7, failed: 2, skipped: 3 });
  expect(readJunit("killed")).toBeUndefined();
});

test("the last summary line of an output gives its counts", () => {
  const output = "hello 3 passed, 9 failed\n\n✓ 41 passed, 0 failed, 2 skipped\ncoverage 80 %\n";
  expect(readSummary(output)).toEqual({ passed: 41, failed: 0, skipped: 2 });
  expect(readSummary("1 passed, 0 failed")).toEqual({ passed: 1, failed: 0, skipped: 0 });
  expect(readSummary("no numbers")).toBeUndefined();
});

test("a step that ends badly is a failure even if no test failed", () => {
  const counts = { passed: 5, failed: 0, skipped: 0 };
  expect(countStep(0, counts)).toEqual(counts);
  expect(countStep(1, counts)).toEqual({ passed: 5, failed: 1, skipped: 0 });
  expect(countStep(1, { ...counts, failed: 3 }).failed).toBe(3);
  expect(countStep(0, undefined).failed).toBe(1);
});

test("the line adds up the steps and names skips only where there are some", () => {
  const one = { passed: 2, failed: 0, skipped: 0 };
  expect(summaryLine([one, one])).toBe("4 passed, 0 failed");
  expect(summaryLine([one, { passed: 0, failed: 1, skipped: 7 }])).toBe(
    "2 passed, 1 failed, 7 skipped",
  );
});
