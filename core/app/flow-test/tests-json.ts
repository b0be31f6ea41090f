import type { Json, JsonObject } from "#core/lib/json.ts";
import { coveragePercent } from "./count-coverage.ts";
import type { FlowTestsResult } from "./run-flow-tests.ts";

/** What came of the tests, for programs. Lines count from 1; percents are in [0, 100]. */
export function testsJson({ passed, failed, results, coverage }: FlowTestsResult): JsonObject {
  const tests: readonly Json[] = results.map(({ name, file, line, durationMs, failure }) => ({
    name,
    file,
    line,
    durationMs,
    ...(failure === undefined ? {} : { failure }),
  }));
  if (coverage === undefined) return { passed, failed, tests };
  const flows: readonly Json[] = coverage.map(({ flow, file, steps, branches, missing }) => ({
    flow,
    file,
    steps: { ...steps },
    branches: { ...branches },
    missing: missing.map(({ at, what }) => ({ line: at.line, column: at.column, what })),
  }));
  return { passed, failed, tests, coverage: { percent: coveragePercent(coverage), flows } };
}
