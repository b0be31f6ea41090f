import { BotError } from "#core/lib/bot-error.ts";
import { type AiFailureKind, aiFailureKinds } from "#core/model/ports/ai-provider.ts";

/** The vendor's trouble, and passing: the same question may be answered a moment later. */
const retryable: ReadonlySet<AiFailureKind> = new Set<AiFailureKind>([
  "timeout",
  "unreachable",
  "rate_limit",
  "overloaded",
  "server",
]);

const owners: ReadonlySet<AiFailureKind> = new Set<AiFailureKind>([
  "auth",
  "permission",
  "quota",
  "model_missing",
]);

export function isRetryable(kind: AiFailureKind): boolean {
  return retryable.has(kind);
}

/** Only the owner can mend it; until then every question would end the same. */
export function needsOwner(kind: AiFailureKind): boolean {
  return owners.has(kind);
}

/** Whether another provider may be asked: not where the question itself is at fault. */
export function mayFallBack(kind: AiFailureKind): boolean {
  return kind !== "bad_request";
}

/** What a provider throws has its kind in its code, `AI_RATE_LIMIT`; anything else is no answer of one. */
export function failureKindOf(error: unknown): AiFailureKind {
  const code = error instanceof BotError ? String(error.code) : "";
  return aiFailureKinds.find((kind) => code === `AI_${kind.toUpperCase()}`) ?? "protocol";
}
