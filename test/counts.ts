/** How many tests of a step ended in which way. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const none: Counts = { passed: 0, failed: 0, skipped: 0 };

/** Returns the counts of a JUnit report, or undefined where the text is not one. */
export function readJunit(xml: string): Counts | undefined {
  const head = /<testsuites\b[^>]*>/.exec(xml)?.[0];
  if (head === undefined) return undefined;
  const attribute = (name: string) =>
    Number(new RegExp(`\\b${name}="(\\d+)"`).exec(head)?.[1] ?? 0);
  const failed = attribute("failures") + attribute("errors");
  const skipped = attribute("skipped");
  return { passed: attribute("tests") - failed - skipped, failed, skipped };
}

/** Returns the counts of the last line that reads `N passed, N failed[, N skipped]`. */
export function readSummary(output: string): Counts | undefined {
  const lines = output.matchAll(/^[^\n\d]*(\d+) passed, (\d+) failed(?:, (\d+) skipped)?/gm);
  const last = [...lines].at(-1);
  if (last === undefined) return undefined;
  const [, passed, failed, skipped = 0] = last;
  return { passed: Number(passed), failed: Number(failed), skipped: Number(skipped) };
}

/**
 * Returns what a finished step adds to the sum. A step that ended badly without a failed test of
 * its own (it crashed, or a check refused the code), or ended well without saying how many tests it
 * ran, counts as one failure: silence is not success.
 */
export function countStep(exitCode: number, counts: Counts | undefined): Counts {
  if (counts === undefined) return { ...none, failed: 1 };
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** Returns the line that ends every run: `N passed, N failed`, and `, N skipped` if there are any. */
export function summaryLine(steps: readonly Counts[]): string {
  const sum = (key: keyof Counts) => steps.reduce((total, counts) => total + counts[key], 0);
  const skipped = sum("skipped");
  const tail = skipped === 0 ? "" : `, ${skipped} skipped`;
  return `${sum("passed")} passed, ${sum("failed")} failed${tail}`;
}
