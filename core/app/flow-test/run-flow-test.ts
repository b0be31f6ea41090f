import type { TextEdit } from "#core/flow/read-test/edit-texts.ts";
import type { FlowTest, TestStep } from "#core/flow/read-test/flow-test.ts";
import { errorText } from "#core/lib/bot-error.ts";
import type { Failure } from "./failure.ts";
import type { Line } from "./line.ts";
import { printable } from "./printable.ts";
import { renderFailure } from "./render-failure.ts";
import { isHappening, type PlannedCrash, runSteps, type StepsResult } from "./run-steps.ts";
import type { TestWorld } from "./test-world.ts";
import { nameWidth, renderTranscript } from "./transcript.ts";

/** How one test ended. `failure` is one line, `output` the transcript and the difference. */
export interface FlowTestResult {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly durationMs: number;
  readonly failure: string | undefined;
  readonly output: readonly Line[];
  /** The action or provider that was called without an answer for it, if that is why it failed. */
  readonly unmocked?: string | undefined;
  /** Texts that the bot says otherwise than the file, where they are taken over. */
  readonly edits: readonly TextEdit[];
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
  /** Whether every act is gone through with a death at each of its writes. */
  readonly crashesEverywhere?: boolean | undefined;
  /** Whether a text that is different becomes an edit of the file. */
  readonly takesTexts?: boolean | undefined;
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
  const { failure, transcript, edits } = await runAll(options);
  const result = {
    name: test.name,
    file: test.at.file,
    line: test.at.line,
    durationMs: nowMs() - startedMs,
    edits,
  };
  if (failure === undefined) return { ...result, failure: undefined, output: [] };
  const { at, message } = failure;
  const width = nameWidth(transcript);
  const lines = [
    ...renderTranscript(transcript, timeZone, width),
    ...renderFailure(failure, source, width),
  ];
  return {
    ...result,
    unmocked: failure.unmocked,
    failure: `${at.file}:${at.line}:${at.column}: ${message}`,
    output: lines.map((line) => ({ ...line, text: printable(line.text) })),
  };
}

async function runAll(options: FlowTestCase): Promise<StepsResult> {
  const { test, crashesEverywhere = false } = options;
  const crashes = crashesEverywhere ? actsOf(test.steps) : crashedActs(test.steps);
  let last = crashes.length === 0 ? await runOnce(options, undefined) : undefined;
  for (const step of crashes) {
    for (let point = 0; point < maxCrashPoints; point += 1) {
      last = await runOnce(options, { step, point });
      if (last.failure !== undefined || !last.isCrashReached) break;
    }
    if (last?.failure !== undefined) break;
  }
  return last ?? (await runOnce(options, undefined));
}

/** Indexes of the acts that a `crash:` step stands behind. */
function crashedActs(steps: readonly TestStep[]): readonly number[] {
  return [...steps.keys()].filter((index) => steps[index + 1]?.kind === "crash");
}

function actsOf(steps: readonly TestStep[]): readonly number[] {
  return [...steps.entries()].flatMap(([index, step]) => (isHappening(step) ? [index] : []));
}

async function runOnce(
  options: FlowTestCase,
  crash: PlannedCrash | undefined,
): Promise<StepsResult> {
  const { test, flow, takesTexts } = options;
  try {
    const world = await options.openWorld(test);
    try {
      return await runSteps(test, flow, world, { crash, takesTexts });
    } finally {
      await world.close();
    }
  } catch (error) {
    const failure: Failure = { at: test.at, message: errorText(error), expected: [], actual: [] };
    return { failure, transcript: [], isCrashReached: false, edits: [] };
  }
}
