import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type BotFolder, readBotFolder } from "#core/app/bot-folder.ts";
import { checkTests } from "#core/app/check-tests.ts";
import { type LoadedBot, loadBot } from "#core/app/load-bot.ts";
import type { Variables } from "#core/config/environment.ts";
import { countCoverage, coveragePercent, type FlowCoverage } from "./count-coverage.ts";
import { createCoverageRecorder } from "./coverage-recorder.ts";
import { junitReport } from "./junit.ts";
import { type Line, renderLines } from "./line.ts";
import { percentText, renderCoverage } from "./render-coverage.ts";
import { showFindings } from "./render-results.ts";
import type { FlowTestResult } from "./run-flow-test.ts";
import { runTestFile } from "./run-test-file.ts";
import { refuseFilter, selectTests } from "./select-tests.ts";
import { toSimulatedBot } from "./simulated-bot.ts";

export interface FlowTestOptions {
  /** Real milliseconds, for the durations of the report. */
  readonly nowMs: () => number;
  /** What flows see as `env.*`, by name. */
  readonly variables?: Variables | undefined;
  /** Only tests whose name or file holds this text. */
  readonly filter?: string | undefined;
  /** Only these files; undefined: all. */
  readonly files?: ReadonlySet<string> | undefined;
  /** Where a JUnit report goes. */
  readonly junitFile?: string | undefined;
  /** Shows what of the flows was reached. */
  readonly showsCoverage?: boolean | undefined;
  /** Percent in [0, 100]; less of the flows is a failure. Undefined: what bot.yaml says. */
  readonly minCoverage?: number | undefined;
  /** Lets the process die at every write of every act. */
  readonly crashesEverywhere?: boolean | undefined;
  /** Writes what the bot says into the files, where it says otherwise. */
  readonly updates?: boolean | undefined;
  readonly hasColours?: boolean | undefined;
}

export interface FlowTestsResult {
  readonly passed: number;
  /** Tests that failed, files that cannot be read, and a coverage that is too low. */
  readonly failed: number;
  readonly results: readonly FlowTestResult[];
  /** Undefined if the bot has an error. */
  readonly coverage: readonly FlowCoverage[] | undefined;
  /** The flows that the tests of a file went through, by the file. */
  readonly flowsOf: ReadonlyMap<string, readonly string[]>;
  /** What a person reads; its last line is `N passed, N failed`. */
  readonly output: string;
}

/**
 * Runs the `*.test.yaml` of a bot's folder (default: see `readBotFolder`), each test in a world of
 * its own. A bot or test file with an error counts as one failure and is shown with its findings.
 * Throws `USE_WRONG` for a filter that matches nothing.
 */
export async function runFlowTests(
  botFolder: string | undefined,
  options: FlowTestOptions,
): Promise<FlowTestsResult> {
  const folder = readBotFolder(botFolder);
  const { bot, findings, files } = await loadBot(folder);
  if (bot === undefined) {
    const errors = findings.filter((finding) => finding.severity === "error");
    const lines = [
      ...showFindings(errors, files),
      { text: "the bot has errors; no test was run", tone: "bad" },
    ] as const;
    return finish({ lines, results: [], broken: 1, flowsOf: new Map() }, undefined, options);
  }
  const recorder = createCoverageRecorder(bot.programs);
  const ran = await runFiles(folder, { ...bot, programs: recorder.programs }, options, () =>
    recorder.takeFlows(),
  );
  const coverage = countCoverage(bot.programs, recorder);
  return finish(ran, coverage, { ...options, minCoverage: leastCoverage(bot, options) });
}

/** What came of the tests, before the last lines. */
interface Ran {
  readonly lines: readonly Line[];
  readonly results: readonly FlowTestResult[];
  readonly broken: number;
  readonly flowsOf: ReadonlyMap<string, readonly string[]>;
}

async function runFiles(
  folder: BotFolder,
  loaded: LoadedBot,
  options: FlowTestOptions,
  takeFlows: () => readonly string[],
): Promise<Ran> {
  const bot = await toSimulatedBot(loaded, options.variables ?? {});
  const known = [
    ...(loaded.catalog.actions ?? []).map(({ name }) => name),
    ...Object.keys(loaded.config.providers),
  ];
  const lines: Line[] = [];
  const results: FlowTestResult[] = [];
  const flowsOf = new Map<string, readonly string[]>();
  let broken = 0;
  const chosen = folder.tests.filter(({ file }) => options.files?.has(file) ?? true);
  const { selected, names } = selectTests(chosen, options.filter);
  for (const { testFile, reading } of selected) {
    const findings = checkTests([testFile], loaded.programs, known);
    lines.push(...showFindings(findings, [testFile]));
    if (reading === undefined || findings.some(({ severity }) => severity === "error")) {
      broken += 1;
      continue;
    }
    if (reading.tests.length === 0) continue;
    const ran = await runTestFile(testFile, reading, { ...options, bot, folder: folder.folder });
    lines.push(...ran.lines);
    results.push(...ran.results);
    flowsOf.set(testFile.file, takeFlows());
  }
  const isWhole = options.files === undefined;
  if (isWhole && options.filter !== undefined && results.length + broken === 0) {
    throw refuseFilter(options.filter, names);
  }
  if (folder.tests.length === 0) lines.push({ text: noTests });
  return { lines, results, broken, flowsOf };
}

const noTests = "this bot has no tests; write some into <flow>.test.yaml beside its flows";

function finish(
  { lines, results, broken, flowsOf }: Ran,
  coverage: readonly FlowCoverage[] | undefined,
  options: FlowTestOptions,
): FlowTestsResult {
  const shortfall = coverage === undefined ? undefined : findShortfall(coverage, options);
  const failures = results.filter((result) => result.failure !== undefined).length;
  const failed = failures + broken + (shortfall === undefined ? 0 : 1);
  const passed = results.length - failures;
  const shows = options.showsCoverage === true || options.minCoverage !== undefined;
  const shown = shows ? coverage : undefined;
  const { junitFile } = options;
  if (junitFile !== undefined) {
    mkdirSync(dirname(junitFile), { recursive: true });
    writeFileSync(junitFile, junitReport(results, shown, shortfall));
  }
  const all: readonly Line[] = [
    ...lines,
    ...(shown === undefined ? [] : [{ text: "" }, ...renderCoverage(shown)]),
    ...(shortfall === undefined ? [] : [{ text: shortfall, tone: "bad" } as const]),
    { text: "" },
    { text: `${passed} passed, ${failed} failed`, tone: failed === 0 ? "good" : "bad" },
  ];
  const output = renderLines(all, options.hasColours === true);
  return { passed, failed, results, coverage, flowsOf, output };
}

/** What was asked for; else what bot.yaml asks for, if all tests were to run. */
function leastCoverage({ config }: LoadedBot, options: FlowTestOptions): number | undefined {
  const isWhole = options.files === undefined && options.filter === undefined;
  return options.minCoverage ?? (isWhole ? config.flows.requireCoverage : undefined);
}

/** What is wrong with a coverage that is too low; undefined if it is enough. */
function findShortfall(
  coverage: readonly FlowCoverage[],
  { minCoverage }: FlowTestOptions,
): string | undefined {
  const percent = coveragePercent(coverage);
  if (minCoverage === undefined || percent >= minCoverage) return undefined;
  return `the tests reach ${percentText(percent)} of the flows, less than ${minCoverage} %`;
}
