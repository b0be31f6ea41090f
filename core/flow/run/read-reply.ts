import type { Asking } from "#core/flow/compile/asking.ts";
import { type AiReply, aiReplySchema } from "#core/model/ai.ts";
import type { ActivityOutcome } from "#core/model/event.ts";
import type { Failure, Outcome } from "./failure.ts";

/** What a provider answered, or why there is no answer. */
export function readReply(outcome: ActivityOutcome, asking: Asking): Outcome<AiReply> {
  if (outcome.kind !== "done") {
    const kind = outcome.kind === "unknown" ? "unknown" : outcome.code;
    return { ok: false, failure: aiFailure(kind, outcome.message, asking) };
  }
  const reply = aiReplySchema.safeParse(outcome.value);
  if (reply.success) return { ok: true, value: reply.data };
  return {
    ok: false,
    failure: aiFailure("invalid_answer", "the answer has no known form", asking),
  };
}

export function aiFailure(kind: string, message: string, { step, at }: Asking): Failure {
  return { code: "FLOW_AI_FAILED", kind, message: `${step}: ${message}`, at };
}
