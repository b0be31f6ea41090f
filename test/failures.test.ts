import { expect, test } from "bun:test";
import { compareFailures, readFailCount, readFailures } from "./failures.ts";

const report = `<testsuites name="bun test" tests="2" failures="1" skipped="0">
  <testsuite name="x.test.ts" file="core/x.test.ts" tests="2">
    <testcase name="fails &amp; &quot;q&quot;" classname="a &lt;b&gt;" file="core/x.test.ts" line="2" assertions="1">
      <failure type="AssertionError" message="expected&#10;&#10;Received: 1">at</failure>
    </testcase>
    <testcase name="ok" classname="a" time="0.000014" file="core/x.test.ts" line="3" assertions="0" />
    <testcase name="skipped" classname="a" file="core/x.test.ts" line="4"><skipped /></testcase>
  </testsuite>
</testsuites>`;

const first = {
  file: "core/x.test.ts",
  line: 2,
  name: 'a <b> > fails & "q"',
  reason: "expected",
};

test("a JUnit report names its failed tests", () => {
  expect(readFailures(report)).toEqual([first]);
  expect(readFailures("killed")).toEqual([]);
});

test("a test that passes alone is unsteady, one that fails again failed", () => {
  const other = { ...first, name: "other" };
  const again = { exitCode: 1, failures: [{ ...first, reason: "another" }] };
  expect(compareFailures([first, other], again)).toEqual({ unsteady: [other], failed: [first] });
  expect(compareFailures([first], { exitCode: 0, failures: [] })).toEqual({
    unsteady: [first],
    failed: [],
  });
});

test("a second play that breaks, or fails elsewhere, clears nobody by that", () => {
  const other = { ...first, name: "other" };
  const broken = compareFailures([first], { exitCode: 1, failures: [] });
  expect(broken).toEqual({ unsteady: [], failed: [first] });
  const elsewhere = compareFailures([first], { exitCode: 1, failures: [other] });
  expect(elsewhere).toEqual({ unsteady: [first], failed: [other] });
});

test("the runner's own count is read from the end of its output", () => {
  expect(readFailCount(" 1 fail\nlater\n 7034 pass\n 1 skip\n 2 fail\n")).toBe(2);
  expect(readFailCount("nothing")).toBeUndefined();
});
