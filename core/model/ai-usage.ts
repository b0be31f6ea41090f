import type { AccountId, ConversationId, EffectId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";

/**
 * One attempt that may have cost something, of what the bot has done for itself: vectors of its files. No word
 * of what was asked or answered.
 */
export interface BotAiUsage {
  readonly at: Millis;
  /** The day by the calendar of the business, `YYYY-MM-DD`. */
  readonly day: string;
  /** Whose budget pays for it. */
  readonly account: AccountId;
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

/** The same of what is done for a person, an answer for the most part. */
export interface AiUsageRecord extends BotAiUsage {
  readonly conversation: ConversationId;
  /** The flow that asked; empty if its run is gone. */
  readonly flow: string;
  readonly effect: EffectId;
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
  /** The day, name or id that these are the sums of; empty for what belongs to no person or flow. */
  readonly key: string;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicroUsd: number;
}
