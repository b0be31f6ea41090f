import { formatFinding } from "#core/flow/code-frame.ts";
import type { Failure } from "./failure.ts";
import type { Line } from "./line.ts";

/**
 * A failure as a person reads it: what was expected and what came, then the line of the test.
 *
 *     - How many cups?
 *     + How many cup?
 *                  ^
 *     flows/coffee.test.yaml:14:9 error the text is different [FLOW_TEST_FAILED]
 *       13 │       - user: { choose: latte }
 *     > 14 │       - bot: How many cups?
 *          │         ^^^
 */
export function renderFailure(failure: Failure, sourceText: string): readonly Line[] {
  const { at, message, expected, actual, hint } = failure;
  const finding = {
    code: "FLOW_TEST_FAILED",
    severity: "error",
    at,
    message,
    ...(hint === undefined ? {} : { hint }),
  } as const;
  const [head = "", ...frame] = formatFinding(finding, sourceText).split("\n");
  const lines = frame.map((text) => ({ text, tone: "dim" }) as const);
  return [...renderDiff(expected, actual).map(toneDiff), { text: head, tone: "bad" }, ...lines];
}

function toneDiff(text: string): Line {
  if (text.startsWith("- ")) return { text, tone: "good" };
  return text.startsWith("+ ") ? { text, tone: "bad" } : { text };
}

/** `-` expected, `+` came; lines that both have stand once. A caret shows where one line changes. */
export function renderDiff(
  expected: readonly string[],
  actual: readonly string[],
): readonly string[] {
  const [wanted] = expected;
  const [said] = actual;
  if (expected.length === 1 && actual.length === 1 && wanted !== undefined && said !== undefined) {
    return [`- ${wanted}`, `+ ${said}`, `${" ".repeat(2 + firstDifference(wanted, said))}^`];
  }
  const shared = new Set(actual);
  const kept = new Set(expected.filter((line) => shared.has(line)));
  const gone = expected.filter((line) => !kept.has(line)).map((line) => `- ${line}`);
  return [...gone, ...actual.map((line) => `${kept.has(line) ? " " : "+"} ${line}`)];
}

function firstDifference(a: string, b: string): number {
  let index = 0;
  while (index < a.length && a[index] === b[index]) index += 1;
  return index;
}
