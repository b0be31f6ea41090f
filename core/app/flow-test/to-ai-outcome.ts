import type { MockAnswer } from "#core/flow/read-test/flow-test.ts";
import type { Json } from "#core/lib/json.ts";
import type { AiAsk, AiReply } from "#core/model/ai.ts";
import type { ActivityOutcome } from "#core/model/event.ts";

/**
 * What stands in for a provider's answer, in the form of the question: a text, or data. `refused` is a
 * reply of its own; a text where data is wanted, or the other way round, is a mistake of the test.
 */
export function toAiOutcome(
  ask: AiAsk,
  answer: MockAnswer,
  provider: string,
): ActivityOutcome | { readonly problem: string } {
  if (answer.kind === "returns") {
    const { value } = answer;
    if (ask.task === "route" || ask.schema !== undefined) {
      return reply(provider, { kind: "json", text: "", value: wrap(ask.schema, value) });
    }
    if (typeof value === "string") return reply(provider, { kind: "text", text: value });
    return { problem: `${provider} is asked for a text here, and the test gives data` };
  }
  const message = answer.message ?? "the test says so";
  if (answer.reason === "refused") {
    return reply(provider, { kind: "refused", text: "", reason: "scope" });
  }
  if (answer.reason === "unknown") return { kind: "unknown", message };
  return { kind: "failed", code: answer.reason, message };
}

function reply(
  provider: string,
  what: Pick<AiReply, "kind" | "text"> & { readonly value?: Json; readonly reason?: "scope" },
): ActivityOutcome {
  const counts = { inputTokens: 0, outputTokens: 0, costMicroUsd: 0, isCut: false };
  return { kind: "done", value: { ...what, provider, model: "mock", ...counts } };
}

/** An answer that is one value is written as that value. */
function wrap(schema: Json | undefined, value: Json): Json {
  const keys = Object.keys(mapOf(mapOf(schema)["properties"]));
  const isOne = keys.length === 1 && keys[0] === "value";
  return isOne && !Object.hasOwn(mapOf(value), "value") ? { value } : value;
}

function mapOf(value: Json | undefined): Readonly<Record<string, Json>> {
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  return isMap ? Object.fromEntries(Object.entries(value)) : {};
}
