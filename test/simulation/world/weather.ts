/** How often each thing goes wrong with an exchange, each in [0, 1]. */
export interface Weather {
  /** Towards the vendor. */
  readonly unsent: number;
  readonly hang: number;
  readonly slowAnswer: number;
  readonly garbage: number;
  readonly unauthorized: number;
  readonly lostAnswer: number;
  readonly lostRequest: number;
  readonly serverError: number;
  readonly rateLimited: number;
  /** From the vendor. */
  readonly duplicateWebhook: number;
  readonly reorderWebhook: number;
  readonly lateStatus: number;
  readonly lostWebhook: number;
  readonly lostAck: number;
  /** Chance that a webhook waits for others, to travel in one POST. */
  readonly mergedWebhook: number;
  /** Chance that a call of the store is held up, and for how long at most. */
  readonly slowStore: number;
  readonly slowStoreMs: number;
  /** Chance that a write of the store is refused. */
  readonly storeHiccup: number;
}

export const calm: Weather = {
  unsent: 0,
  hang: 0,
  slowAnswer: 0,
  garbage: 0,
  unauthorized: 0,
  lostAnswer: 0,
  lostRequest: 0,
  serverError: 0,
  rateLimited: 0,
  duplicateWebhook: 0,
  reorderWebhook: 0,
  lateStatus: 0,
  lostWebhook: 0,
  lostAck: 0,
  mergedWebhook: 0,
  slowStore: 0,
  slowStoreMs: 0,
  storeHiccup: 0,
};

/** Between the storms: a network that is merely real. */
export const ordinary: Weather = {
  ...calm,
  unsent: 0.003,
  hang: 0.003,
  slowAnswer: 0.01,
  garbage: 0.002,
  lostAnswer: 0.01,
  lostRequest: 0.01,
  serverError: 0.005,
  rateLimited: 0.005,
  duplicateWebhook: 0.03,
  reorderWebhook: 0.05,
  lateStatus: 0.02,
  lostWebhook: 0.01,
  lostAck: 0.01,
  mergedWebhook: 0.03,
  slowStore: 0.05,
  slowStoreMs: 40,
  storeHiccup: 0.006,
};
