import type { FlowCoverage } from "./count-coverage.ts";
import { renderCoverage } from "./render-coverage.ts";
import type { FlowTestResult } from "./run-flow-test.ts";

/**
 * The results as a JUnit report, which build servers read: one suite a file. With a coverage there is
 * a suite of that name, with the table; it fails if there is a `shortfall`.
 */
export function junitReport(
  results: readonly FlowTestResult[],
  coverage?: readonly FlowCoverage[],
  shortfall?: string,
): string {
  const suites = new Map<string, FlowTestResult[]>();
  for (const result of results) {
    const suite = suites.get(result.file);
    if (suite === undefined) suites.set(result.file, [result]);
    else suite.push(result);
  }
  const body = [...suites].map(([file, cases]) => renderSuite(file, cases));
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites ${counts(results.length + (coverage === undefined ? 0 : 1), failures(results) + (shortfall === undefined ? 0 : 1))}>`,
    ...body,
    ...(coverage === undefined ? [] : [renderCoverageSuite(coverage, shortfall)]),
    "</testsuites>",
    "",
  ].join("\n");
}

function renderSuite(file: string, results: readonly FlowTestResult[]): string {
  const cases = results.map((result) => renderCase(result));
  return [
    `  <testsuite name="${escapeXml(file)}" ${counts(results.length, failures(results))}>`,
    ...cases,
    "  </testsuite>",
  ].join("\n");
}

function renderCase(result: FlowTestResult): string {
  const { name, file, line, durationMs, failure, output } = result;
  const time = (durationMs / 1_000).toFixed(3);
  const head = `    <testcase name="${escapeXml(name)}" classname="${escapeXml(file)}" file="${escapeXml(file)}" line="${line}" time="${time}"`;
  if (failure === undefined) return `${head}/>`;
  const reason = `      <failure message="${escapeXml(failure)}">${escapeXml(output.map(({ text }) => text).join("\n"))}</failure>`;
  return [`${head}>`, reason, "    </testcase>"].join("\n");
}

function renderCoverageSuite(
  coverage: readonly FlowCoverage[],
  shortfall: string | undefined,
): string {
  const table = renderCoverage(coverage).map(({ text }) => text);
  const failure =
    shortfall === undefined ? [] : [`      <failure message="${escapeXml(shortfall)}"/>`];
  return [
    `  <testsuite name="coverage" ${counts(1, failure.length)}>`,
    `    <testcase name="steps and branches" classname="coverage" time="0.000">`,
    ...failure,
    `      <system-out>${escapeXml(table.join("\n"))}</system-out>`,
    "    </testcase>",
    "  </testsuite>",
  ].join("\n");
}

function failures(results: readonly FlowTestResult[]): number {
  return results.filter((result) => result.failure !== undefined).length;
}

function counts(tests: number, failed: number): string {
  return `tests="${tests}" failures="${failed}" errors="0" skipped="0"`;
}

/** XML 1.0 has no place for most control characters, not even escaped: they become �. */
function escapeXml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\n": "&#10;",
  };
  return text
    .replace(/[&<>"\n]/g, (character) => names[character] ?? character)
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "�");
}
