import type { Millis } from "#core/lib/millis.ts";
import type { BotAiUsage } from "#core/model/ai-usage.ts";
import type { AiSpending } from "./purse.ts";

/** An attempt as it is written down, but for whom it was. */
export function usageOf(
  { tokens, microUsd: costMicroUsd, provider, model, outcome, isTold, ms }: AiSpending,
  at: Millis,
  timeZone: string,
): Omit<BotAiUsage, "account"> {
  const here = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  return {
    at,
    day: here.toPlainDate().toString(),
    provider,
    model,
    outcome,
    inputTokens: tokens.input,
    cachedTokens: tokens.cached,
    outputTokens: tokens.output,
    costMicroUsd,
    isTold,
    ms,
  };
}
