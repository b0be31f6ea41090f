import type { Finding } from "#core/flow/finding.ts";
import type { FlowTestFile } from "#core/flow/read-test/flow-test.ts";
import { nearest } from "#core/lib/nearest.ts";

/** What stands in for something that the bot does not have; `known` are its actions and providers. */
export function checkMocks(file: FlowTestFile, known: readonly string[]): readonly Finding[] {
  const mocks = file.tests.flatMap((test) => test.mocks);
  return mocks
    .filter(({ name }) => !known.includes(name))
    .map(({ name, at }) => {
      const near = nearest(name, known);
      const names = known.length === 0 ? "the bot has none" : `known are: ${known.join(", ")}`;
      return {
        code: "FLOW_TEST_MOCK_UNKNOWN",
        severity: "error",
        at,
        message: `there is no action or provider "${name}"`,
        hint: near === undefined ? names : `did you mean "${near}"?`,
      };
    });
}
