import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import type { BotFile } from "#core/app/bot-folder.ts";
import { counted } from "#core/app/render-findings.ts";
import { editTexts } from "#core/flow/read-test/edit-texts.ts";
import type { FlowTest, FlowTestFile } from "#core/flow/read-test/flow-test.ts";
import { readTestFile } from "#core/flow/read-test/read-test-file.ts";
import { type Millis, toMillis } from "#core/lib/millis.ts";
import type { Line } from "./line.ts";
import { showResult } from "./render-results.ts";
import { type FlowTestResult, runFlowTest } from "./run-flow-test.ts";
import type { SimulatedBot } from "./simulated-bot.ts";
import { openSimulatedWorld } from "./simulated-world.ts";

export interface TestFileOptions {
  readonly bot: SimulatedBot;
  /** Where files that people send stand. */
  readonly folder: string;
  readonly nowMs: () => number;
  readonly crashesEverywhere?: boolean | undefined;
  /** Writes what the bot says into the file, where it says otherwise. */
  readonly updates?: boolean | undefined;
}

interface FileResult {
  readonly results: readonly FlowTestResult[];
  readonly lines: readonly Line[];
}

/** When a test begins unless it says otherwise, on the bot's clock: a Monday morning. */
const defaultStart = "2026-01-05T10:00";

/** Runs the tests of one file that are asked for. */
export async function runTestFile(
  testFile: BotFile,
  reading: FlowTestFile,
  options: TestFileOptions,
): Promise<FileResult> {
  if (options.updates !== true) return await runAsWritten(testFile, reading, options);
  const edits = [];
  for (const test of reading.tests) {
    const result = await runOne(test, reading.flow, testFile, options, true);
    edits.push(...result.edits);
  }
  const text = edits.length === 0 ? testFile.text : editTexts(testFile.text, edits);
  if (text === undefined) {
    const ran = await runAsWritten(testFile, reading, options);
    const line = { text: `${testFile.file}: not updated: edit it by hand`, tone: "bad" } as const;
    return { ...ran, lines: [line, ...ran.lines] };
  }
  if (edits.length > 0) writeFileSync(testFile.file, text);
  const updated = readTestFile(testFile.file, text).value ?? reading;
  const names = new Set(reading.tests.map(({ name }) => name));
  const tests = updated.tests.filter(({ name }) => names.has(name));
  const ran = await runAsWritten({ ...testFile, text }, { ...updated, tests }, options);
  if (edits.length === 0) return ran;
  const line = { text: `${testFile.file}: ${counted(edits.length, "text")} updated` };
  return { ...ran, lines: [line, ...ran.lines] };
}

async function runAsWritten(
  testFile: BotFile,
  reading: FlowTestFile,
  options: TestFileOptions,
): Promise<FileResult> {
  const results: FlowTestResult[] = [];
  const lines: Line[] = [{ text: testFile.file }];
  for (const test of reading.tests) {
    const result = await runOne(test, reading.flow, testFile, options, false);
    results.push(result);
    lines.push(...showResult(result));
  }
  return { results, lines };
}

async function runOne(
  test: FlowTest,
  flow: string,
  { text: source }: BotFile,
  { bot, folder, nowMs, crashesEverywhere }: TestFileOptions,
  takesTexts: boolean,
): Promise<FlowTestResult> {
  const { timeZone } = bot.settings.bot;
  const startAt = momentOf(test.now ?? defaultStart, timeZone);
  return await runFlowTest({
    test,
    source,
    flow,
    timeZone,
    nowMs,
    crashesEverywhere: crashesEverywhere === true && !takesTexts,
    takesTexts,
    openWorld: () =>
      openSimulatedWorld({ bot, test, startAt, readFile: (name) => readBeside(folder, name) }),
  });
}

/** A file of the bot's folder, or below it; nothing of what is elsewhere. */
function readBeside(folder: string, name: string): Uint8Array | undefined {
  const path = resolve(folder, name);
  if (relative(folder, path).startsWith("..") || !existsSync(path)) return undefined;
  return readFileSync(path);
}

/** A wall clock's time in a time zone as a moment; the text was checked when it was read. */
function momentOf(text: string, timeZone: string): Millis {
  const { epochMilliseconds } = Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone);
  return toMillis(epochMilliseconds);
}
