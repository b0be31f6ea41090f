/** By what the cost of messages is added up. */
export type MessageSpendBy = "account" | "contact" | "conversation" | "flow";

/** Messages that a network took, and what they came to. */
export interface MessageSpend {
  /** The name or id that these are the sums of; empty for messages of no flow. */
  readonly key: string;
  readonly messages: number;
  /** Those that cost nothing, such as the month's free ones. */
  readonly free: number;
  /** Those of whose price nobody has told. */
  readonly untold: number;
  readonly costMicroUsd: number;
}
