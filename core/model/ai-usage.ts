import type { AccountId, ConversationId, EffectId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";

/** One attempt at an answer that may have cost something; no word of what was asked or answered. */
export interface AiUsageRecord {
  readonly at: Millis;
  /** The day by the calendar of the business, `YYYY-MM-DD`. */
  readonly day: string;
  readonly account: AccountId;
  readonly conversation: ConversationId;
  /** The flow that asked; empty if its run is gone. */
  readonly flow: string;
  readonly effect: EffectId;
  /** The name in bot.yaml. */
  readonly provider: string;
  /** As the vendor names it. */
  readonly model: string;
  readonly outcome: "answered" | "failed" | "aborted";
  readonly inputTokens: number;
  /** Part of `inputTokens`. */
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly costMicroUsd: number;
  /** False: the vendor did not tell, these are estimates. */
  readonly isTold: boolean;
  readonly ms: number;
}

/** By what spending is added up. */
export type AiSpendBy =
  | "day"
  | "account"
  | "contact"
  | "conversation"
  | "flow"
  | "provider"
  | "model";

export interface AiSpend {
  /** The day, name or id that these are the sums of. */
  readonly key: string;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicroUsd: number;
}
