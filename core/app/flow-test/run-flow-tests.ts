import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type BotFile, readBotFolder } from "#core/app/bot-folder.ts";
import { loadBot } from "#core/app/load-bot.ts";
import type { Variables } from "#core/config/environment.ts";
import { formatFinding } from "#core/flow/code-frame.ts";
import type { Finding } from "#core/flow/finding.ts";
import type { FlowTest, FlowTestFile } from "#core/flow/read-test/flow-test.ts";
import { readTestFile } from "#core/flow/read-test/read-test-file.ts";
import { type Millis, toMillis } from "#core/lib/millis.ts";
import { nearest } from "#core/lib/nearest.ts";
import { junitReport } from "./junit.ts";
import { type FlowTestResult, runFlowTest } from "./run-flow-test.ts";
import { type SimulatedBot, toSimulatedBot } from "./simulated-bot.ts";
import { openSimulatedWorld } from "./simulated-world.ts";

export interface FlowTestOptions {
  /** Real milliseconds, for the durations of the report. */
  readonly nowMs: () => number;
  /** What flows see as `env.*`, by name. */
  readonly variables?: Variables | undefined;
  /** Only tests whose name or file holds this text. */
  readonly filter?: string | undefined;
  /** Where a JUnit report goes. */
  readonly junitFile?: string | undefined;
}

export interface FlowTestsResult {
  readonly passed: number;
  readonly failed: number;
  /** What a person reads; its last line is `N passed, N failed`. */
  readonly output: string;
}

/** When a test begins unless it says otherwise, on the bot's clock: a Monday morning. */
const defaultStart = "2026-01-05T10:00";

/**
 * Runs the `*.test.yaml` of a bot's folder (default: see `readBotFolder`), each test in a world of
 * its own. A bot or test file with an error counts as one failure and is shown with its findings.
 */
export async function runFlowTests(
  botFolder: string | undefined,
  options: FlowTestOptions,
): Promise<FlowTestsResult> {
  const folder = readBotFolder(botFolder);
  const { bot: loaded, findings, files } = await loadBot(folder);
  if (loaded === undefined) {
    const errors = findings.filter((finding) => finding.severity === "error");
    const output = [...showFindings(errors, files), "the bot has errors; no test was run"];
    return finish(output, [], 1);
  }
  const bot = toSimulatedBot(loaded, options.variables ?? {});
  const output: string[] = [];
  const results: FlowTestResult[] = [];
  let brokenFiles = 0;
  for (const testFile of folder.tests) {
    const reading = readTestFile(testFile.file, testFile.text);
    const findingsHere = [...reading.findings, ...checkFlow(reading.value, bot)];
    output.push(...showFindings(findingsHere, [testFile]));
    if (reading.value === undefined || findingsHere.some((it) => it.severity === "error")) {
      brokenFiles += 1;
      continue;
    }
    const tests = selectTests(reading.value, options.filter);
    if (tests.length > 0) output.push(testFile.file);
    for (const test of tests) {
      const result = await runOne(test, reading.value.flow, testFile, bot, options.nowMs);
      results.push(result);
      output.push(...showResult(result));
    }
  }
  if (options.junitFile !== undefined) {
    mkdirSync(dirname(options.junitFile), { recursive: true });
    writeFileSync(options.junitFile, junitReport(results));
  }
  return finish(output, results, brokenFiles);
}

async function runOne(
  test: FlowTest,
  flow: string,
  { text: source }: BotFile,
  bot: SimulatedBot,
  nowMs: () => number,
): Promise<FlowTestResult> {
  const { timeZone } = bot.settings.bot;
  const startAt = momentOf(test.now ?? defaultStart, timeZone);
  return await runFlowTest({
    test,
    source,
    flow,
    timeZone,
    nowMs,
    openWorld: () => openSimulatedWorld({ bot, test, startAt }),
  });
}

/** A wall clock's time in a time zone as a moment; the text was checked when it was read. */
function momentOf(text: string, timeZone: string): Millis {
  const { epochMilliseconds } = Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone);
  return toMillis(epochMilliseconds);
}

function checkFlow(file: FlowTestFile | undefined, bot: SimulatedBot): readonly Finding[] {
  if (file === undefined || bot.flows.current.has(file.flow)) return [];
  const known = [...bot.flows.current.keys()];
  const near = nearest(file.flow, known);
  const hint = near === undefined ? `known are: ${known.join(", ")}` : `did you mean "${near}"?`;
  const message = `there is no flow "${file.flow}"`;
  return [{ code: "FLOW_TEST_FLOW_UNKNOWN", severity: "error", at: file.flowAt, message, hint }];
}

function selectTests(file: FlowTestFile, filter: string | undefined): readonly FlowTest[] {
  if (filter === undefined || file.file.includes(filter)) return file.tests;
  return file.tests.filter((test) => test.name.includes(filter));
}

function showFindings(findings: readonly Finding[], files: readonly BotFile[]): readonly string[] {
  return findings.map((finding) => {
    const text = files.find((item) => item.file === finding.at.file)?.text ?? "";
    return `${formatFinding(finding, text)}\n`;
  });
}

function showResult({ name, failure, output }: FlowTestResult): readonly string[] {
  if (failure === undefined) return [`  ✓ ${name}`];
  return [`  ✗ ${name}`, "", ...output.map((line) => `    ${line}`.trimEnd())];
}

function finish(
  output: readonly string[],
  results: readonly FlowTestResult[],
  broken: number,
): FlowTestsResult {
  const failed = results.filter((result) => result.failure !== undefined).length + broken;
  const passed = results.length + broken - failed;
  const lines = [...output, "", `${passed} passed, ${failed} failed`];
  return { passed, failed, output: lines.join("\n") };
}
