/** How long and how often everything is measured. */
export interface BenchPlan {
  /** Each round measures ours and its baselines right after each other. */
  readonly rounds: number;
  readonly secondsEach: number;
  /** Under load before anything is measured: a program of this size is compiled while it runs. */
  readonly warmUpMs: number;
  readonly coldStarts: number;
  readonly openRatePerSecond: number;
  readonly topTierSeconds: number;
  /** Conversations in the larger of two databases. */
  readonly manyConversations: number;
}

export const quickPlan: BenchPlan = {
  rounds: 3,
  secondsEach: 3,
  warmUpMs: 1_000,
  coldStarts: 3,
  openRatePerSecond: 1_000,
  topTierSeconds: 10,
  manyConversations: 100_000,
};

export const wholePlan: BenchPlan = {
  rounds: 7,
  secondsEach: 8,
  warmUpMs: 5_000,
  coldStarts: 7,
  openRatePerSecond: 1_000,
  topTierSeconds: 60,
  manyConversations: 1_000_000,
};
