import type { AiFacts } from "#core/engine/ai/ai-facts.ts";
import type { AiAnswer, AiUnanswered } from "#core/engine/ai/attempt.ts";
import { contactId } from "#core/lib/ids.ts";
import { toMillis } from "#core/lib/millis.ts";
import type { AiFailureKind, AiRequest } from "#core/model/ports/ai-provider.ts";

/** A question that has nothing to it. */
export const halo: AiRequest = {
  messages: [{ role: "user", parts: [{ kind: "text", text: "Halo" }] }],
  maxTokens: 100,
};

export function answered(text: string): AiAnswer {
  return {
    kind: "answered",
    text,
    calls: [],
    citations: [],
    usage: undefined,
    isRefused: false,
    isCut: false,
    model: "m",
  };
}

export function failedWith(kind: AiFailureKind, retryAfterMs?: number): AiUnanswered {
  const message = `it is ${kind}`;
  const failure = retryAfterMs === undefined ? { kind, message } : { kind, message, retryAfterMs };
  return { kind: "failed", failure, hasBegun: false, usage: undefined, textChars: 0 };
}

/** Facts of somebody who allows everything and is nobody of ours. */
export function factsOf(change: Partial<AiFacts> = {}): AiFacts {
  const contact = {
    id: contactId("c1"),
    addresses: [],
    tags: [],
    profile: {},
    createdAt: toMillis(0),
  };
  return { mayAsk: true, mayLeaveHost: true, role: undefined, caps: [], contact, ...change };
}
