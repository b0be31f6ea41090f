import type { Line } from "#core/app/flow-test/line.ts";
import { runTestFile, type TestFileOptions } from "#core/app/flow-test/run-test-file.ts";
import { readTestFile } from "#core/flow/read-test/read-test-file.ts";
import { BotError } from "#core/lib/bot-error.ts";
import type { JsonObject } from "#core/lib/json.ts";
import type { RecordedTest } from "./make-test.ts";

/** The recorded test as it is best written down, and how it went. */
export interface ProvenTest {
  readonly text: string;
  readonly isGreen: boolean;
  /** What a person reads if it is not. */
  readonly lines: readonly Line[];
}

/**
 * Runs the test against the flows as they are. Which action was asked is not kept, only what came of
 * it: each run that misses an answer names the action that the next one belongs to.
 */
export async function proveTest(
  recorded: RecordedTest,
  file: string,
  options: Omit<TestFileOptions, "updates" | "crashesEverywhere">,
): Promise<ProvenTest> {
  const left = [...recorded.transcription.outcomes];
  const mocks: Record<string, JsonObject[]> = {};
  for (;;) {
    const text = recorded.write(mocks);
    const { value, findings } = readTestFile(file, text);
    if (value === undefined) {
      const message = findings.map((found) => found.message).join("; ");
      throw new BotError("RECORD_UNREADABLE", `the recorded test cannot be read: ${message}`);
    }
    const { results, lines } = await runTestFile({ file, text }, value, options);
    const unmocked = results.find((result) => result.unmocked !== undefined)?.unmocked;
    const next = unmocked === undefined ? undefined : left.shift();
    if (unmocked === undefined || next === undefined) {
      return { text, isGreen: results.every(({ failure }) => failure === undefined), lines };
    }
    mocks[unmocked] = [...(mocks[unmocked] ?? []), next];
  }
}
