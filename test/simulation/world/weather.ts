import type { SimulatorFaults } from "#core/model/ports/simulator.ts";

/** How often each thing goes wrong with an exchange, each in [0, 1]. */
export interface Weather extends Required<Omit<SimulatorFaults, "refuse" | "fail">> {
  /** Towards the vendor. */
  readonly unsent: number;
  readonly hang: number;
  readonly slowAnswer: number;
  readonly garbage: number;
  readonly unauthorized: number;
  /** With people's files: the address is over, bytes are missing, it is another, it is not there. */
  readonly fileOver: number;
  readonly fileCut: number;
  readonly fileOther: number;
  readonly fileGone: number;
  /**
   * Of the shop that actions ask: it is busy, or fails before or after it did what was asked. It is
   * asked far less often than the vendor, so it has weather of its own; lost is lost there as elsewhere.
   */
  readonly busyShop: number;
  readonly failingShop: number;
  /** From the vendor. */
  readonly lostWebhook: number;
  readonly lostAck: number;
  /** Chance that a call of the store is held up, and for how long at most. */
  readonly slowStore: number;
  readonly slowStoreMs: number;
  /** Chance that a write of the store is refused. */
  readonly storeHiccup: number;
  /** The next messages are refused, or taken and fail, with these codes of the vendor's. */
  readonly refuse?: NonNullable<SimulatorFaults["refuse"]>;
  readonly fail?: NonNullable<SimulatorFaults["fail"]>;
}

export const calm: Weather = {
  unsent: 0,
  hang: 0,
  slowAnswer: 0,
  garbage: 0,
  unauthorized: 0,
  fileOver: 0,
  fileCut: 0,
  fileOther: 0,
  fileGone: 0,
  busyShop: 0,
  failingShop: 0,
  lostAnswer: 0,
  lostRequest: 0,
  serverError: 0,
  rateLimited: 0,
  duplicateWebhook: 0,
  reorderWebhook: 0,
  lateStatus: 0,
  batchWebhook: 0,
  skippedDelivered: 0,
  lostWebhook: 0,
  lostAck: 0,
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
  fileOver: 0.02,
  fileCut: 0.02,
  fileOther: 0.01,
  fileGone: 0.01,
  busyShop: 0.06,
  failingShop: 0.03,
  lostAnswer: 0.01,
  lostRequest: 0.01,
  serverError: 0.005,
  rateLimited: 0.005,
  duplicateWebhook: 0.03,
  reorderWebhook: 0.05,
  lateStatus: 0.02,
  batchWebhook: 0.03,
  skippedDelivered: 0.05,
  lostWebhook: 0.01,
  lostAck: 0.01,
  slowStore: 0.05,
  slowStoreMs: 40,
  storeHiccup: 0.006,
};
