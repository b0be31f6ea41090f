import type { FlowTest } from "#core/flow/read-test/flow-test.ts";
import { errorText } from "#core/lib/bot-error.ts";
import type { Failure } from "./failure.ts";
import { printable } from "./printable.ts";
import { renderFailure } from "./render-failure.ts";
import { type PlannedCrash, runSteps, type StepsResult } from "./run-steps.ts";
import type { TestWorld } from "./test-world.ts";
import { renderTranscript } from "./transcript.ts";

/** How one test ended. `failure` is one line, `output` the transcript and the difference. */
export interface FlowTestResult {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly durationMs: number;
  readonly failure: string | undefined;
  readonly output: readonly string[];
}

export interface FlowTestCase {
  readonly test: FlowTest;
  /** The file's text, for the lines around a failure. */
  readonly source: string;
  /** The flow that the file is about. */
  readonly flow: string;
  readonly timeZone: string;
  /** A fresh world for every run. */
  readonly openWorld: (test: FlowTest) => Promise<TestWorld>;
  /** Real milliseconds, for the report. */
  readonly nowMs: () => number;
}

/** No act of a test writes as often; a runtime that does would write for ever. */
const maxCrashPoints = 400;

/**
 * Runs one test: once, or with `crash:` steps once for each write to the store at which the process
 * can die there, the last time when all is done.
 */
export async function runFlowTest(options: FlowTestCase): Promise<FlowTestResult> {
  const { test, source, timeZone, nowMs } = options;
  const startedMs = nowMs();
  const { failure, transcript } = await runAll(options);
  const result = {
    name: test.name,
    file: test.at.file,
    line: test.at.line,
    durationMs: nowMs() - startedMs,
  };
  if (failure === undefined) return { ...result, failure: undefined, output: [] };
  const { at, message } = failure;
  return {
    ...result,
    failure: `${at.file}:${at.line}:${at.column}: ${message}`,
    output: [...renderTranscript(transcript, timeZone), ...renderFailure(failure, source)].map(
      printable,
    ),
  };
}

async function runAll(options: FlowTestCase): Promise<StepsResult> {
  const crashSteps = [...options.test.steps.entries()].filter(([, step]) => step.kind === "crash");
  let last = crashSteps.length === 0 ? await runOnce(options, undefined) : undefined;
  for (const [step] of crashSteps) {
    for (let point = 0; point < maxCrashPoints; point += 1) {
      last = await runOnce(options, { step, point });
      if (last.failure !== undefined || !last.isCrashReached) break;
    }
    if (last?.failure !== undefined) break;
  }
  return last ?? (await runOnce(options, undefined));
}

async function runOnce(
  options: FlowTestCase,
  crash: PlannedCrash | undefined,
): Promise<StepsResult> {
  const { test, flow } = options;
  try {
    const world = await options.openWorld(test);
    try {
      return await runSteps(test, flow, world, crash);
    } finally {
      await world.close();
    }
  } catch (error) {
    const failure: Failure = { at: test.at, message: errorText(error), expected: [], actual: [] };
    return { failure, transcript: [], isCrashReached: false };
  }
}
