import type { Position } from "#core/flow/finding.ts";
import { parseDuration } from "#core/lib/duration.ts";
import type { Mock, MockAnswer } from "./flow-test.ts";
import type { WrittenAnswer, WrittenMocks } from "./mock-schema.ts";

/** What `mocks:` says; its durations were checked. `placeOf` tells where a name stands. */
export function readMocks(
  mocks: WrittenMocks,
  placeOf: (name: string) => Position,
): readonly Mock[] {
  return Object.entries(mocks).map(([name, written]) => ({
    name,
    at: placeOf(name),
    answers: [written].flat().map(readAnswer),
    isEndless: !Array.isArray(written),
  }));
}

function readAnswer(answer: WrittenAnswer): MockAnswer {
  const duration = parseDuration(answer.delay ?? "");
  const delayMs = duration.kind === "ok" ? duration.value : 0;
  if ("returns" in answer) return { kind: "returns", value: answer.returns, delayMs };
  const { fails } = answer;
  if (typeof fails === "string") {
    return { kind: "fails", reason: fails, message: undefined, delayMs };
  }
  return { kind: "fails", reason: fails.kind, message: fails.message, delayMs };
}
