import type { MockAnswer } from "#core/flow/read-test/flow-test.ts";
import type { ActivityOutcome } from "#core/model/event.ts";
import type { Heard } from "#core/model/voice.ts";

/** What stands in for the words of a voice note: a text, or a failure. */
export function toHeardOutcome(
  answer: MockAnswer,
  provider: string,
): ActivityOutcome | { readonly problem: string } {
  if (answer.kind === "returns") {
    const { value: text } = answer;
    if (typeof text !== "string" || text.trim() === "") {
      return { problem: `${provider} writes down a voice note here, and the test gives no text` };
    }
    const heard: Heard = { text, provider, model: "mock", seconds: 0, costMicroUsd: 0 };
    return { kind: "done", value: heard };
  }
  const message = answer.message ?? "the test says so";
  if (answer.reason === "unknown") return { kind: "unknown", message };
  return { kind: "failed", code: answer.reason, message };
}
