import type { FlowTestResult } from "./run-flow-test.ts";

/** The results as a JUnit report, which build servers read: one suite a file. */
export function junitReport(results: readonly FlowTestResult[]): string {
  const suites = new Map<string, FlowTestResult[]>();
  for (const result of results) {
    const suite = suites.get(result.file);
    if (suite === undefined) suites.set(result.file, [result]);
    else suite.push(result);
  }
  const body = [...suites].map(([file, cases]) => renderSuite(file, cases));
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites ${counts(results)}>`,
    ...body,
    "</testsuites>",
    "",
  ].join("\n");
}

function renderSuite(file: string, results: readonly FlowTestResult[]): string {
  const cases = results.map((result) => renderCase(result));
  return [
    `  <testsuite name="${escapeXml(file)}" ${counts(results)}>`,
    ...cases,
    "  </testsuite>",
  ].join("\n");
}

function renderCase(result: FlowTestResult): string {
  const { name, file, line, durationMs, failure, output } = result;
  const time = (durationMs / 1_000).toFixed(3);
  const head = `    <testcase name="${escapeXml(name)}" classname="${escapeXml(file)}" file="${escapeXml(file)}" line="${line}" time="${time}"`;
  if (failure === undefined) return `${head}/>`;
  const reason = `      <failure message="${escapeXml(failure)}">${escapeXml(output.join("\n"))}</failure>`;
  return [`${head}>`, reason, "    </testcase>"].join("\n");
}

function counts(results: readonly FlowTestResult[]): string {
  const failed = results.filter((result) => result.failure !== undefined).length;
  return `tests="${results.length}" failures="${failed}" errors="0" skipped="0"`;
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
